namespace Hotline.Core.Routing.Policy;

/// <summary>Faults in words, Chinese and English, for whoever starts a host. The console has its own.</summary>
public static class PolicyWords
{
    private static readonly string[] ChineseDays = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

    /// <summary>The first few, one after another; how many more there are.</summary>
    public static string Of(IReadOnlyList<PolicyFault> faults, int few = 5) =>
        string.Join("; ", faults.Take(few).Select(Of)) + (faults.Count > few ? $"; and {faults.Count - few} more" : "") + ".";

    public static string Of(PolicyFault fault) => fault switch
    {
        { Code: PolicyFaultCode.ReachesNobody, At: { } at } =>
            $"{fault.Path}: {fault.Lane} 在 {Chinese(at)} 无人接听 / {fault.Lane} reaches nobody {English(at)}",
        { Code: PolicyFaultCode.NobodyOnCall, At: { } at } =>
            $"{fault.Path}: {fault.Values["centre"]} 在 {Chinese(at)} 无人待命 / the ladder of {fault.Values["centre"]} comes to nobody on call {English(at)}",
        _ => $"{fault.Path}: {English(fault)}",
    };

    private static string Chinese(PolicyMoment at) => at.Day switch
    {
        DayKind.Ordinary => $"{ChineseDays[(int)at.Weekday]} {at.Time}",
        DayKind.Holiday => $"节假日（{ChineseDays[(int)at.Weekday]}） {at.Time}",
        DayKind.Workday => $"调休上班日 {at.Time}",
    };

    private static string English(PolicyMoment at) => at.Day switch
    {
        DayKind.Ordinary => $"on {Day(at)} at {at.Time}",
        DayKind.Holiday => $"on a holiday that is a {Day(at)} at {at.Time}",
        DayKind.Workday => $"on a worked weekend day at {at.Time}",
    };

    private static DayOfWeek Day(PolicyMoment at) => (DayOfWeek)(((int)at.Weekday + 1) % 7);

    private static string English(PolicyFault fault)
    {
        var (was, values) = (fault.Values.GetValueOrDefault("was"), fault.Values);
        return fault.Code switch
        {
            PolicyFaultCode.Required => was is null ? "must be given" : $"must hold '{was}'",
            PolicyFaultCode.UnknownCentre => $"there is no centre '{was}'",
            PolicyFaultCode.UnknownSkill => $"there is no skill '{was}'",
            PolicyFaultCode.UnknownHours => $"there are no hours '{was}'",
            PolicyFaultCode.UnknownPhones => $"there is no list of phones '{was}'",
            PolicyFaultCode.UnknownPerson => $"nobody on call has the id '{was}'",
            PolicyFaultCode.Duplicate => $"is the same as {values["with"]}",
            PolicyFaultCode.Cycle => "makes the centre its own parent",
            PolicyFaultCode.OutOfRange => $"must be {values["least"]} to {values["most"]}, not {was}",
            PolicyFaultCode.Overlap => $"overlaps {values["with"]}",
            PolicyFaultCode.BadTime => "must be a time HH:mm (an end up to 24:00 and after its beginning) or a date yyyy-MM-dd",
            PolicyFaultCode.BadNumber => "must be a telephone number such as +864718812338 (a line: or 12338; an area: 0471)",
            PolicyFaultCode.BadCode => "a centre is 1 to 32 letters, digits or dashes, a skill 2 to 24 lower-case letters, a person on call 1 to 32 lower-case letters, digits or dashes",
            PolicyFaultCode.NotAllowed => $"must be one of {values["allowed"]}, not {was}",
            PolicyFaultCode.MissingLane => $"{fault.Lane} has no entry, neither of its own nor by *",
            PolicyFaultCode.ReachesNobody => $"{fault.Lane} reaches nobody",
            PolicyFaultCode.NobodyOnCall => $"the ladder of {fault.Values["centre"]} comes to nobody on call",
        };
    }
}
