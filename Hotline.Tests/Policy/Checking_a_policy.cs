using Hotline.Core.Routing.Policy;
using NUnit.Framework;
using static Hotline.Core.Routing.Policy.PolicyFaultCode;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Policy;

internal sealed class Checking_a_policy
{
    private static RoutingPolicy Ok => Example;

    /// <summary>What is wrong, where and why; each row is the only fault of its policy.</summary>
    private static IEnumerable<TestCaseData> Wrongs()
    {
        yield return Wrong(new RoutingPolicy { Skills = Ok.Skills, Lanes = Ok.Lanes.With(3, l => l with { Centre = "*", Skill = "legal" }).Take(3).ToList(), Phones = Ok.Phones }, "centres", Required);
        yield return Centre(1, c => c with { Code = "" }, "centres[1].code", Required, also: true);
        yield return Centre(2, c => c with { Code = "bao tou" }, "centres[2].code", BadCode, also: true);
        yield return Centre(3, c => c with { Code = "baotou" }, "centres[3].code", Duplicate);
        yield return Centre(1, c => c with { Name = " " }, "centres[1].name", Required);
        yield return Centre(1, c => c with { Name = new string('长', 61) }, "centres[1].name", OutOfRange);
        yield return Centre(1, c => c with { Parent = "nowhere" }, "centres[1].parent", UnknownCentre);
        yield return Centre(3, c => c with { Parent = "tuoketuo" }, "centres[3].parent", Cycle);
        yield return Centre(1, c => c with { Parent = "tuoketuo" }, "centres[1].parent", Cycle, also: true);
        yield return Centre(1, c => c with { Hours = "summer" }, "centres[1].hours", UnknownHours);
        yield return Centre(1, c => c with { Hours = "" }, "centres[1].hours", Required);
        yield return Centre(1, c => c with { Lines = ["12338"] }, "centres[1].lines[0]", Duplicate);
        yield return Centre(1, c => c with { Lines = ["04718812338", "+864718812338"] }, "centres[1].lines[1]", Duplicate);
        yield return Centre(1, c => c with { Lines = ["hotline"] }, "centres[1].lines[0]", BadNumber);
        yield return Centre(1, c => c with { Areas = ["471"] }, "centres[1].areas[0]", BadNumber);
        yield return Centre(2, c => c with { Areas = ["+86471"] }, "centres[2].areas[0]", Duplicate);
        yield return Centre(1, c => c with { Areas = [""] }, "centres[1].areas[0]", Required);
        yield return Wrong(Ok with { Centres = [.. Enumerable.Range(0, 201).Select(i => new PolicyCentre { Code = $"c{i}", Name = "c" })], Lanes = [.. Ok.Lanes.Take(3)] }, "centres", OutOfRange);

        yield return Hours(0, h => h with { Name = "" }, "hours[0].name", Required, also: true);
        yield return Hours(1, h => h with { Name = "office" }, "hours[1].name", Duplicate, also: true);
        yield return Wrong(Ok with { Hours = [.. Ok.Hours, new OpeningHours { Name = "always" }] }, "hours[2].name", Duplicate);
        yield return Spans([Span([], "08:00", "09:00")], "hours[0].open[0].days", Required);
        yield return Spans([Span(WorkingDays, "8:00", "09:00")], "hours[0].open[0].from", BadTime);
        yield return Spans([Span(WorkingDays, "", "09:00")], "hours[0].open[0].from", Required);
        yield return Spans([Span(WorkingDays, "24:00", "24:00")], "hours[0].open[0].from", BadTime);
        yield return Spans([Span(WorkingDays, "23:00", "24:30")], "hours[0].open[0].to", BadTime);
        yield return Spans([Span(WorkingDays, "08:00", "08:00")], "hours[0].open[0].to", BadTime);
        yield return Spans([Span(WorkingDays, "22:00", "06:00")], "hours[0].open[0].to", BadTime);
        yield return Spans([Span(WorkingDays, "08:00", "12:00"), Span([Weekday.Fri], "11:59", "13:00")], "hours[0].open[1]", Overlap);
        yield return Spans([Span([Weekday.Mon, Weekday.Mon], "08:00", "12:00")], "hours[0].open[0]", Overlap);
        yield return Wrong(Ok with { Holidays = Ok.Holidays.With(0, h => h with { Date = "2026-02-30" }) }, "holidays[0].date", BadTime);
        yield return Wrong(Ok with { Holidays = Ok.Holidays.With(0, h => h with { Date = "" }) }, "holidays[0].date", Required);
        yield return Wrong(Ok with { Holidays = Ok.Holidays.With(1, h => h with { Date = "2026-10-01" }) }, "holidays[1].date", Duplicate);
        yield return Wrong(Ok with { Holidays = Ok.Holidays.With(1, h => h with { Name = "" }) }, "holidays[1].name", Required);

        yield return Wrong(Ok with { Skills = [.. Ok.Skills.Take(2)], Lanes = [.. Ok.Lanes.Where(l => l.Skill != "crisis")] }, "skills", Required);
        yield return Wrong(Ok with { Skills = [.. Ok.Skills, new() { Code = "Law", Name = "法", NameEnglish = "Law" }], Lanes = [.. Ok.Lanes, Lane("*", "Law")] }, "skills[3].code", BadCode);
        yield return Wrong(Ok with { Skills = [.. Ok.Skills, Ok.Skills[0]] }, "skills[3].code", Duplicate);
        yield return Wrong(Ok with { Skills = Ok.Skills.With(0, s => s with { NameEnglish = "" }) }, "skills[0].nameEnglish", Required);
        yield return Wrong(Ok with { Skills = [.. Ok.Skills, .. Enumerable.Range(0, 10).Select(i => new PolicySkill { Code = "s" + (char)('a' + i), Name = "s", NameEnglish = "s" })], Lanes = [.. Ok.Lanes, .. Enumerable.Range(0, 10).Select(i => Lane("*", "s" + (char)('a' + i)))] }, "skills", OutOfRange);

        yield return Rule(0, l => l with { Centre = "nowhere" }, "lanes[0].centre", UnknownCentre, also: true);
        yield return Rule(0, l => l with { Centre = "" }, "lanes[0].centre", Required, also: true);
        yield return Rule(3, l => l with { Skill = "medical" }, "lanes[3].skill", UnknownSkill);
        yield return Rule(3, l => l with { Centre = "*" }, "lanes[3]", Duplicate);
        yield return Rule(0, l => l with { Level = 4 }, "lanes[0].level", OutOfRange);
        yield return Rule(0, l => l with { HeadStartSeconds = -1 }, "lanes[0].headStartSeconds", OutOfRange);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Parent, -5)] }, "lanes[1].steps[0].afterSeconds", OutOfRange);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Level) with { Level = 0 }] }, "lanes[1].steps[0].level", OutOfRange);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Skill)] }, "lanes[1].steps[0].skill", Required);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Skill) with { Skill = "medical" }] }, "lanes[1].steps[0].skill", UnknownSkill);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Centre)] }, "lanes[1].steps[0].centre", Required);
        yield return Rule(1, l => l with { Steps = [To(StepTo.Centre) with { Centre = "nowhere" }] }, "lanes[1].steps[0].centre", UnknownCentre);
        yield return Rule(1, l => l with { Closed = [Phones(0, "nobody's")] }, "lanes[1].closed[0].phones", UnknownPhones);
        yield return Rule(1, l => l with { Closed = [To(StepTo.Phones)] }, "lanes[1].closed[0].phones", Required);
        yield return Rule(1, l => l with { Closed = [To(StepTo.Parent), To(StepTo.Level)] }, "lanes[1].closed[1].to", NotAllowed);
        yield return Rule(1, l => l with { Steps = [.. Enumerable.Repeat(To(StepTo.Parent), 21)] }, "lanes[1].steps", OutOfRange);
        yield return Wrong(Ok with { Lanes = [.. Ok.Lanes.Where(l => l.Skill != "legal"), .. new[] { "region", "hohhot", "baotou" }.Select(c => Lane(c, "legal", closed: [Phones()]))] }, "lanes", MissingLane);

        yield return Wrong(Ok with { Phones = Ok.Phones.With(0, p => p with { Numbers = [] }) }, "phones[0].numbers", Required);
        yield return Wrong(Ok with { Phones = Ok.Phones.With(0, p => p with { Numbers = ["13800001111"] }) }, "phones[0].numbers[0]", BadNumber);
        yield return Wrong(Ok with { Phones = Ok.Phones.With(0, p => p with { Numbers = ["+8613800001111", "+8613800001111"] }) }, "phones[0].numbers[1]", Duplicate);
        yield return Wrong(Ok with { Phones = Ok.Phones.With(0, p => p with { Numbers = [.. Enumerable.Range(0, 21).Select(i => $"+86138000011{i:00}")] }) }, "phones[0].numbers", OutOfRange);
        yield return Wrong(Ok with { Phones = [.. Ok.Phones, Ok.Phones[0]] }, "phones[1].name", Duplicate);

        yield return Wrong(Ok with { Returning = new() { CounsellorDays = 366 } }, "returning.counsellorDays", OutOfRange);
        yield return Wrong(Ok with { Returning = new() { CounsellorWaitSeconds = 301 } }, "returning.counsellorWaitSeconds", OutOfRange);
        yield return Wrong(Ok with { Returning = new() { DroppedMinutes = -1 } }, "returning.droppedMinutes", OutOfRange);
        yield return Wrong(Ok with { CallBack = new() { Attempts = 0 } }, "callBack.attempts", OutOfRange);
        yield return Wrong(Ok with { CallBack = new() { RetryMinutes = 61 } }, "callBack.retryMinutes", OutOfRange);
        yield return Wrong(Ok with { CallBack = new() { LatestHours = 0 } }, "callBack.latestHours", OutOfRange);
        yield return Wrong(Ok with { Desk = new() { WrapUpSeconds = 9 } }, "desk.wrapUpSeconds", OutOfRange);
        yield return Wrong(Ok with { Desk = new() { RiskWrapUpSeconds = 7201, MostWrapUpSeconds = 7200 } }, "desk.riskWrapUpSeconds", OutOfRange);
        yield return Wrong(Ok with { Desk = new() { ExtendSeconds = 29 } }, "desk.extendSeconds", OutOfRange);
        yield return Wrong(Ok with { Desk = new() { MostWrapUpSeconds = 899 } }, "desk.mostWrapUpSeconds", OutOfRange);
        yield return Wrong(Ok with { Flood = new() { PerNumber = 0 } }, "flood.perNumber", OutOfRange);
        yield return Wrong(Ok with { Flood = new() { PerTrunk = 10001 } }, "flood.perTrunk", OutOfRange);
        yield return Wrong(Ok with { Flood = new() { PenaltySeconds = 3601 } }, "flood.penaltySeconds", OutOfRange);

        yield return Rule(1, l => l with { Closed = [] }, "lanes[1].closed", ReachesNobody, also: true);

        yield return OnCall(0, p => p with { Id = "" }, "crisis.onCall[0].id", Required, also: true);
        yield return OnCall(0, p => p with { Id = "Wang" }, "crisis.onCall[0].id", BadCode, also: true);
        yield return OnCall(1, p => p with { Id = "wang" }, "crisis.onCall[1].id", Duplicate, also: true);
        yield return OnCall(0, p => p with { Name = "" }, "crisis.onCall[0].name", Required);
        yield return OnCall(0, p => p with { Phone = "" }, "crisis.onCall[0].phone", Required);
        yield return OnCall(0, p => p with { Phone = "13800003333" }, "crisis.onCall[0].phone", BadNumber);
        yield return OnCall(1, p => p with { Phone = "+8613800003333" }, "crisis.onCall[1].phone", Duplicate);
        yield return OnCall(0, p => p with { Hours = "nights" }, "crisis.onCall[0].hours", UnknownHours);
        yield return OnCall(0, p => p with { Text = false, Call = false }, "crisis.onCall[0].call", Required);
        yield return Wrong(Policies.Paging with { Crisis = new() { OnCall = [.. Enumerable.Range(0, 201).Select(i => new OnCallEntry { Id = $"p{i}", Name = "p", Phone = $"+86138{i:00000000}" })] } }, "crisis.onCall", OutOfRange);
        yield return Ladder(1, l => l with { Centre = "nowhere" }, "crisis.ladders[1].centre", UnknownCentre);
        yield return Ladder(1, l => l with { Centre = "" }, "crisis.ladders[1].centre", Required, also: true);
        yield return Ladder(1, l => l with { Centre = null }, "crisis.ladders[1]", Duplicate);
        yield return Ladder(0, l => l with { Steps = [] }, "crisis.ladders[0].steps", Required);
        yield return Ladder(0, l => l with { Steps = [.. Enumerable.Repeat(Page(StepLevel.Everybody), 13)] }, "crisis.ladders[0].steps", OutOfRange);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.Everybody, 4)] }, "crisis.ladders[0].steps[0].seconds", OutOfRange);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.Everybody, 601)] }, "crisis.ladders[0].steps[0].seconds", OutOfRange);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.OnCall), Page(StepLevel.Everybody)] }, "crisis.ladders[0].steps[0].people", Required);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.OnCall, 20, "wang", "nobody")] }, "crisis.ladders[0].steps[0].people[1]", UnknownPerson);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.OnCall, 20, "wang", "wang")] }, "crisis.ladders[0].steps[0].people[1]", Duplicate);
        yield return Ladder(0, l => l with { Steps = [Page(StepLevel.Counsellors), Page(StepLevel.OnCall, 20, "li")] }, "crisis.ladders[0].steps", NobodyOnCall);
    }

    [Test]
    public void Finds_nothing_wrong_with_the_example() => Assert.That(PolicyCheck.Faults(Example).Concat(PolicyCheck.Faults(Policies.Paging)), Is.Empty);

    /// <param name="also">It brings other faults with it: a name that is gone is missed elsewhere.</param>
    [TestCaseSource(nameof(Wrongs))]
    public void Names_the_field(RoutingPolicy policy, string path, PolicyFaultCode code, bool also)
    {
        var faults = PolicyCheck.Faults(policy).Select(f => (f.Path, f.Code)).ToList();
        Assert.That(faults, Does.Contain((path, code)));
        if (!also) Assert.That(faults, Has.Count.EqualTo(1));
    }

    [Test]
    public void Every_code_has_a_row() =>
        Assert.That(Wrongs().Select(w => (PolicyFaultCode)w.Arguments[2]!).Distinct(), Is.EquivalentTo(Enum.GetValues<PolicyFaultCode>()));

    [Test]
    public void Says_what_is_allowed_and_what_was_there()
    {
        var fault = PolicyCheck.Faults(Ok with { Flood = new() { PerNumber = 51 } }).Single();
        Assert.That(fault.Values, Is.EqualTo(new Dictionary<string, string> { ["least"] = "1", ["most"] = "50", ["was"] = "51" }));
        Assert.That(PolicyWords.Of([fault]), Is.EqualTo("flood.perNumber: must be 1 to 50, not 51."));
    }

    [Test]
    public void Says_every_fault_in_words_and_never_a_telephone_number()
    {
        foreach (var wrong in Wrongs())
        {
            foreach (var fault in PolicyCheck.Faults((RoutingPolicy)wrong.Arguments[0]!))
            {
                Assert.That(PolicyWords.Of(fault), Does.StartWith($"{fault.Path}: ").And.Not.Contain("1380000"));
                Assert.That(fault.Values.Values, Has.None.Contains("1380000"));
            }
        }
    }

    [Test]
    public void Tells_which_lane_is_missing()
    {
        var policy = Ok with { Lanes = [.. Ok.Lanes.Where(l => l.Centre == "*" && l.Skill != "crisis"), Lane("region", "crisis"), Lane("baotou", "crisis", closed: [Phones()])] };
        Assert.That(PolicyCheck.Faults(policy).Select(f => (f.Code, f.Lane)), Is.EqualTo(new[] { (MissingLane, "hohhot/crisis"), (MissingLane, "tuoketuo/crisis") }));
    }

    private static TestCaseData Wrong(RoutingPolicy policy, string path, PolicyFaultCode code, bool also = false) =>
        new TestCaseData(policy, path, code, also).SetArgDisplayNames(path, code.ToString());

    private static TestCaseData Centre(int at, Func<PolicyCentre, PolicyCentre> change, string path, PolicyFaultCode code, bool also = false) =>
        Wrong(Ok with { Centres = Ok.Centres.With(at, change) }, path, code, also);

    private static TestCaseData Hours(int at, Func<OpeningHours, OpeningHours> change, string path, PolicyFaultCode code, bool also = false) =>
        Wrong(Ok with { Hours = Ok.Hours.With(at, change) }, path, code, also);

    private static TestCaseData Spans(OpenSpan[] spans, string path, PolicyFaultCode code) => Hours(0, h => h with { Open = spans }, path, code);

    private static TestCaseData OnCall(int at, Func<OnCallEntry, OnCallEntry> change, string path, PolicyFaultCode code, bool also = false) =>
        Wrong(Policies.Paging with { Crisis = Policies.Paging.Crisis with { OnCall = Policies.Paging.Crisis.OnCall.With(at, change) } }, path, code, also);

    private static TestCaseData Ladder(int at, Func<LadderRule, LadderRule> change, string path, PolicyFaultCode code, bool also = false) =>
        Wrong(Policies.Paging with { Crisis = Policies.Paging.Crisis with { Ladders = Policies.Paging.Crisis.Ladders.With(at, change) } }, path, code, also);

    private static TestCaseData Rule(int at, Func<LaneRule, LaneRule> change, string path, PolicyFaultCode code, bool also = false) =>
        Wrong(Ok with { Lanes = Ok.Lanes.With(at, change) }, path, code, also);
}
