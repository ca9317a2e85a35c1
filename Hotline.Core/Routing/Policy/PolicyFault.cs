using System.Text.Json.Serialization;

namespace Hotline.Core.Routing.Policy;

/// <summary>Why a policy is refused.</summary>
/// <param name="Path">The field, <c>centres[2].parent</c>.</param>
/// <param name="Lane">The lane it is about, <c>hohhot/legal</c>.</param>
/// <param name="At">When nobody is reached.</param>
/// <param name="Values">What the words need, by name: <c>least</c>, <c>most</c>, <c>was</c>, <c>allowed</c>, <c>with</c> (the field it repeats or meets), <c>centre</c>. Never a telephone number.</param>
public sealed record PolicyFault(string Path, PolicyFaultCode Code, string? Lane, PolicyMoment? At, IReadOnlyDictionary<string, string> Values);

[JsonConverter(typeof(WireName<PolicyFaultCode>))]
public enum PolicyFaultCode
{
    /// <summary>Absent or empty. Of <c>skills</c>: <c>was</c> is the code that must be there.</summary>
    Required,
    UnknownCentre,
    UnknownSkill,
    UnknownHours,
    UnknownPhones,

    /// <summary>Nobody who is on call has this id.</summary>
    UnknownPerson,

    /// <summary>There twice; <c>with</c> is the other one's path.</summary>
    Duplicate,

    /// <summary>The centre is, through its parents, its own parent.</summary>
    Cycle,

    /// <summary>A number, a length or a count outside <c>least</c> and <c>most</c>.</summary>
    OutOfRange,

    /// <summary>Two spans of one day; <c>with</c> is the other one's path.</summary>
    Overlap,

    /// <summary>No time <c>HH:mm</c>, no date <c>yyyy-MM-dd</c>, or an end not after its beginning.</summary>
    BadTime,
    BadNumber,
    BadCode,

    /// <summary>A value this place does not take; <c>allowed</c> are those it takes.</summary>
    NotAllowed,

    /// <summary>A skill without an entry for a centre.</summary>
    MissingLane,

    /// <summary>The lane's route ends at no human at that time.</summary>
    ReachesNobody,

    /// <summary>The ladder of <c>centre</c> comes to nobody who is on call at that time: only to whoever has a console open.</summary>
    NobodyOnCall,
}

/// <summary>A time of the week as the proof goes through it: <c>sat</c> at <c>12:00</c>, on a day of this kind.</summary>
/// <param name="Weekday">Of a shifted workday always <c>mon</c>, whose hours apply.</param>
public sealed record PolicyMoment(DayKind Day, Weekday Weekday, string Time);

[JsonConverter(typeof(WireName<DayKind>))]
public enum DayKind
{
    Ordinary,

    /// <summary>A holiday that falls on that weekday.</summary>
    Holiday,

    /// <summary>A weekend day that is worked.</summary>
    Workday,
}
