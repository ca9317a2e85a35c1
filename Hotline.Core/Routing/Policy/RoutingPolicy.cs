using System.Text.Json.Serialization;

namespace Hotline.Core.Routing.Policy;

/// <summary>
/// How calls find people: one document, kept in versions, edited by administrators. What is absent is empty or its default; <see cref="PolicyCheck"/>
/// says what is missing. Times of day are <c>HH:mm</c> in the network's time zone, lengths are seconds unless their name says otherwise.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RoutingPolicy
{
    /// <summary>1 to 200, a forest. The first without a parent is the region: it takes calls whose centre nothing tells.</summary>
    public IReadOnlyList<PolicyCentre> Centres { get; init; } = [];

    public IReadOnlyList<OpeningHours> Hours { get; init; } = [];

    public IReadOnlyList<Holiday> Holidays { get; init; } = [];

    /// <summary>1 to 12; <c>crisis</c> and <c>psychological</c> are always among them.</summary>
    public IReadOnlyList<PolicySkill> Skills { get; init; } = [];

    /// <summary>Every skill has an entry for every centre, by its code or by <c>*</c>; the code counts before <c>*</c>.</summary>
    public IReadOnlyList<LaneRule> Lanes { get; init; } = [];

    public IReadOnlyList<PhoneList> Phones { get; init; } = [];

    public ReturningCallers Returning { get; init; } = new();

    public CallBacks CallBack { get; init; } = new();

    public DeskTimes Desk { get; init; } = new();

    public FloodLimits Flood { get; init; } = new();

    /// <summary>Who is paged when somebody is in danger.</summary>
    public CrisisPaging Crisis { get; init; } = new();
}

/// <summary>A centre of the network.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicyCentre
{
    /// <summary>1 to 32 letters, digits or dashes.</summary>
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Parent { get; init; }

    /// <summary><c>always</c>, or the name of an entry of <see cref="RoutingPolicy.Hours"/>.</summary>
    public string Hours { get; init; } = OpeningHours.Always;

    /// <summary>While it is closed by its hours, waiting callers may also leave a message. They keep their places, and every lane still ends at a human.</summary>
    public bool Messages { get; init; }

    /// <summary>Numbers whose callers are this centre's: <c>+864718812338</c> or a short code, <c>12338</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Area codes whose callers are this centre's: <c>0471</c> or <c>+86471</c>. The longest that fits counts; mobile numbers have none.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];
}

/// <summary>A week's opening hours.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpeningHours
{
    public const string Always = "always";

    public string Name { get; init; } = "";

    public IReadOnlyList<OpenSpan> Open { get; init; } = [];

    /// <summary>On a holiday of kind <c>holiday</c>: closed all day, or as on any other day.</summary>
    public bool ClosedOnHolidays { get; init; }
}

/// <summary>Open on these days from one time of day to another; <c>to</c> may be <c>24:00</c>. Spans of one day do not overlap.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record OpenSpan
{
    public IReadOnlyList<Weekday> Days { get; init; } = [];

    public string From { get; init; } = "";

    public string To { get; init; } = "";
}

[JsonConverter(typeof(WireName<Weekday>))]
public enum Weekday { Mon, Tue, Wed, Thu, Fri, Sat, Sun }

/// <summary>A day unlike its weekday; its date is written <c>2026-10-01</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record Holiday
{
    public string Date { get; init; } = "";

    public string Name { get; init; } = "";

    public HolidayKind Kind { get; init; }
}

[JsonConverter(typeof(WireName<HolidayKind>))]
public enum HolidayKind
{
    Holiday,

    /// <summary>调休上班: a weekend day that is worked; Monday's hours apply.</summary>
    Workday,
}

/// <summary>A skill calls are routed by.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PolicySkill
{
    /// <summary>2 to 24 lower-case letters.</summary>
    public string Code { get; init; } = "";

    public string Name { get; init; } = "";

    public string NameEnglish { get; init; } = "";
}

/// <summary>How the callers of one skill are routed, in one centre or in all that have no entry of their own.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LaneRule
{
    public const string EveryCentre = "*";

    /// <summary>A centre's code, or <c>*</c>.</summary>
    public string Centre { get; init; } = "";

    public string Skill { get; init; } = "";

    /// <summary>The least level a caller begins with, 1 to 3; 1 is anybody with the skill.</summary>
    public int Level { get; init; } = 1;

    /// <summary>0 to 3600: she stands as if she had come so much earlier.</summary>
    public int HeadStartSeconds { get; init; }

    /// <summary>While the centre is open: where else she comes to stand the longer she waits. Her place stays her arrival.</summary>
    public IReadOnlyList<LaneStep> Steps { get; init; } = [];

    /// <summary>While the centre is closed: the same, without <c>level</c>.</summary>
    public IReadOnlyList<LaneStep> Closed { get; init; } = [];
}

/// <summary>One widening. Fields that its kind does not use are ignored.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LaneStep
{
    /// <summary>0 to 14400, counted from when she came to this lane.</summary>
    public int AfterSeconds { get; init; }

    [JsonRequired]
    public StepTo To { get; init; }

    /// <summary>Of <c>skill</c>: whose lane of this centre.</summary>
    public string? Skill { get; init; }

    /// <summary>Of <c>level</c>: down to it, one less when absent. Elsewhere: instead of the level the other lane begins with.</summary>
    public int? Level { get; init; }

    /// <summary>Of <c>centre</c>: its code.</summary>
    public string? Centre { get; init; }

    /// <summary>Of <c>phones</c>: the list's name.</summary>
    public string? Phones { get; init; }
}

[JsonConverter(typeof(WireName<StepTo>))]
public enum StepTo
{
    /// <summary>Operators of a lower level of the skill too.</summary>
    Level,

    /// <summary>Another skill's lane of the centre too; that lane's own steps are not followed. Closed: its closed route is.</summary>
    Skill,

    /// <summary>The skill's lane of the parent centre too, and on from there by its steps. Nothing for a centre without parent.</summary>
    Parent,

    /// <summary>As <see cref="Parent"/>, with a named centre.</summary>
    Centre,

    /// <summary>Duty phones are rung in turn, round and round, until one is answered and 1 is pressed.</summary>
    Phones,
}

/// <summary>Duty phones, 1 to 20 numbers in the form <c>+8613800001111</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PhoneList
{
    public string Name { get; init; } = "";

    public IReadOnlyList<string> Numbers { get; init; } = [];
}

/// <summary>A caller who was here before.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReturningCallers
{
    /// <summary>0 to 365: whoever spoke with her within so many days is asked first; 0 is off.</summary>
    public int CounsellorDays { get; init; } = 30;

    /// <summary>0 to 300: how long she waits for that one.</summary>
    public int CounsellorWaitSeconds { get; init; } = 45;

    /// <summary>0 to 60: calling again so soon after her call broke off, she has her old place.</summary>
    public int DroppedMinutes { get; init; } = 10;
}

/// <summary>Being called back instead of waiting.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CallBacks
{
    public bool Enabled { get; init; } = true;

    /// <summary>1 to 5.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>1 to 60.</summary>
    public int RetryMinutes { get; init; } = 10;

    /// <summary>1 to 72.</summary>
    public int LatestHours { get; init; } = 12;
}

/// <summary>Wrap-up at the desk.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeskTimes
{
    /// <summary>10 to 3600.</summary>
    public int WrapUpSeconds { get; init; } = 300;

    /// <summary>10 to 7200: after a call with risk.</summary>
    public int RiskWrapUpSeconds { get; init; } = 900;

    /// <summary>30 to 1800: what one key adds.</summary>
    public int ExtendSeconds { get; init; } = 300;

    /// <summary>60 to 14400: the longest with all extensions; not less than the two above.</summary>
    public int MostWrapUpSeconds { get; init; } = 3600;
}

/// <summary>What keeps one number or one trunk from standing in everybody's way. Nobody is refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FloodLimits
{
    /// <summary>1 to 50 calls of one number wait at once before further ones stand further back.</summary>
    public int PerNumber { get; init; } = 2;

    /// <summary>1 to 10000.</summary>
    public int PerTrunk { get; init; } = 200;

    /// <summary>0 to 3600: how much further back.</summary>
    public int PenaltySeconds { get; init; } = 120;
}
