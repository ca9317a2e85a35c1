using Hotline.Core.Routing.Policy;
using static Hotline.Core.Routing.Policy.Weekday;

namespace Hotline.Tests.Policy;

/// <summary>A region always open, two cities with office hours under it, a county under one of them, and lists of duty phones.</summary>
internal static class Policies
{
    public const string Duty = "值班电话";

    public static readonly Weekday[] WorkingDays = [Mon, Tue, Wed, Thu, Fri];

    public static readonly TimeZoneInfo China = TimeZoneInfo.CreateCustomTimeZone("china", TimeSpan.FromHours(8), "china", "china");

    public static RoutingPolicy Example => new()
    {
        Centres =
        [
            new() { Code = "region", Name = "自治区", Lines = ["12338"], Areas = ["0472"] },
            new() { Code = "hohhot", Name = "呼和浩特", Parent = "region", Hours = "office", Lines = ["+864718812338"], Areas = ["0471"] },
            new() { Code = "baotou", Name = "包头", Parent = "region", Hours = "long" },
            new() { Code = "tuoketuo", Name = "托克托县", Parent = "hohhot", Hours = "office", Areas = ["04718"] },
        ],
        Hours =
        [
            new() { Name = "office", ClosedOnHolidays = true, Open = [Span(WorkingDays, "08:30", "12:00"), Span(WorkingDays, "14:30", "17:30"), Span([Sat], "09:00", "12:00")] },
            new() { Name = "long", Open = [Span([.. WorkingDays, Sat, Sun], "06:00", "24:00")] },
        ],
        Holidays =
        [
            new() { Date = "2026-10-01", Name = "国庆节" },
            new() { Date = "2026-10-10", Name = "国庆节调休", Kind = HolidayKind.Workday },
        ],
        Skills =
        [
            new() { Code = "legal", Name = "法律", NameEnglish = "Legal" },
            new() { Code = "psychological", Name = "心理", NameEnglish = "Psychological" },
            new() { Code = "crisis", Name = "危机", NameEnglish = "Crisis" },
        ],
        Lanes =
        [
            Lane("*", "legal", 2, [To(StepTo.Level, 30), To(StepTo.Parent, 60)], [To(StepTo.Parent)]),
            Lane("*", "psychological", 1, [], [To(StepTo.Parent)]),
            Lane("*", "crisis", 1, [To(StepTo.Skill, 15) with { Skill = "psychological" }], [To(StepTo.Parent), Phones(20)]),
            Lane("region", "legal", 2, [To(StepTo.Level, 20), To(StepTo.Centre, 40) with { Centre = "baotou" }, Phones(90)]),
        ],
        Phones = [new() { Name = Duty, Numbers = ["+8613800001111", "+8613800002222"] }],
    };

    /// <summary>One person always on call, one in office hours; a ladder for every centre, and the region's own.</summary>
    public static RoutingPolicy Paging => Example with
    {
        Crisis = new()
        {
            OnCall =
            [
                new() { Id = "wang", Name = "王老师", Phone = "+8613800003333" },
                new() { Id = "li", Name = "李老师", Phone = "+8613800004444", Text = false, Hours = "office" },
            ],
            Ladders =
            [
                new() { Steps = [Page(StepLevel.Counsellors), Page(StepLevel.OnCall, 45, "wang", "li"), Page(StepLevel.Everybody, 30)] },
                new() { Centre = "hohhot", Steps = [Page(StepLevel.Supervisors), Page(StepLevel.OnCall, 45, "li"), Page(StepLevel.Everybody)] },
            ],
        },
    };

    public static LadderRuleStep Page(StepLevel level, int seconds = 20, params string[] people) => new() { Level = level, Seconds = seconds, People = people };

    public static OpenSpan Span(Weekday[] days, string from, string to) => new() { Days = days, From = from, To = to };

    public static LaneRule Lane(string centre, string skill, int level = 1, LaneStep[]? steps = null, LaneStep[]? closed = null) =>
        new() { Centre = centre, Skill = skill, Level = level, Steps = steps ?? [], Closed = closed ?? [] };

    public static LaneStep To(StepTo to, int after = 0) => new() { To = to, AfterSeconds = after };

    public static LaneStep Phones(int after = 0, string list = Duty) => To(StepTo.Phones, after) with { Phones = list };

    public static IReadOnlyList<T> With<T>(this IReadOnlyList<T> list, int at, Func<T, T> change) => [.. list.Select((item, i) => i == at ? change(item) : item)];

    /// <summary>A time in China.</summary>
    public static DateTimeOffset At(string local) =>
        new(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
