namespace Hotline.Core.Staff;

/// <summary>Who asks.</summary>
public sealed record Who(StaffId Id, string Centre, IReadOnlySet<Role> Roles)
{
    /// <summary>She holds the crisis skill today; false where nobody has looked.</summary>
    public bool HasCrisisSkill { get; init; }

    public bool Is(params ReadOnlySpan<Role> anyOf)
    {
        foreach (var role in anyOf)
        {
            if (Roles.Contains(role)) return true;
        }
        return false;
    }
}

/// <summary>What is asked for.</summary>
public enum Act
{
    /// <summary>Sit at a desk: presence, offers, calls.</summary>
    TakeCalls,

    /// <summary>Act on the call on one's own desk: who takes calls, and a supervisor who took one over.</summary>
    HandleCall,

    /// <summary>See the live board of the centre.</summary>
    SeeBoard,

    /// <summary>See on the board what the colleagues of one's centre carry: their risk calls, and who would like to talk with somebody.</summary>
    SeeLoad,

    /// <summary>See a call, its timeline and the earlier calls of its number.</summary>
    ReadCall,

    /// <summary>Read a call's signed note.</summary>
    ReadNote,

    /// <summary>Draft and sign a call's note.</summary>
    WriteNote,

    /// <summary>See a caller's number in full.</summary>
    RevealNumber,

    /// <summary>Create and change accounts.</summary>
    ManageStaff,

    /// <summary>Read the audit log.</summary>
    ReadAudit,

    /// <summary>Read the routing policy and its versions, duty telephones included.</summary>
    SeeRouting,

    /// <summary>See what the reconciler repaired: an administrator everywhere, others in their centre.</summary>
    SeeRepairs,

    /// <summary>Save a new version of the routing policy.</summary>
    ManageRouting,

    /// <summary>See the versions of the questions of risk, and save a new one.</summary>
    ManageQuestions,

    /// <summary>See and change the roster of a centre.</summary>
    ManageRoster,

    /// <summary>Never be offered this caller's calls again oneself.</summary>
    StepBack,

    /// <summary>Never offer a caller's calls to a given operator again, and lift that.</summary>
    KeepApart,

    /// <summary>Let a number's calls stand further back for a time, see such blocks, and lift them.</summary>
    BlockNumber,

    /// <summary>See the open escalations of one's centre and of the centres under it, and their history.</summary>
    SeeCrisis,

    /// <summary>Raise an escalation: asks for nothing before it acts.</summary>
    RaiseCrisis,

    /// <summary>Acknowledge an escalation of one's centre or of a centre under it, and follow it to its end.</summary>
    AnswerCrisis,

    /// <summary>See what is kept of a caller: risk record, safety plan, safe-contact rule, follow-ups.</summary>
    SeeCare,

    /// <summary>Change it.</summary>
    WriteCare,

    /// <summary>Hear what callers left as messages at one's centre or a centre under it, and see to it.</summary>
    HearMessages,
}

/// <summary>Whose it is: the operator who handled (or handles, or is offered) the call, and its centre. Empty for acts that concern no call.</summary>
public readonly record struct Whose(StaffId? Operator, string? Centre)
{
    public static readonly Whose Nobodys;
}

/// <summary>
/// The one place that says who may do what to whose. Pure; everything not permitted here is denied.
/// Administrators and auditors see no calls: their work needs none.
/// </summary>
public static class Access
{
    public static bool May(Who who, Act act, Whose whose) => act switch
    {
        Act.TakeCalls => TakesCalls(who),
        Act.HandleCall => HandlesCalls(who),
        Act.SeeBoard => TakesCalls(who) || who.Is(Role.Supervisor, Role.Manager),
        Act.SeeLoad => who.Is(Role.Supervisor, Role.Manager),
        Act.ReadCall or Act.ReadNote => IsHers(who, whose) || Oversees(who, whose, Role.Supervisor, Role.Manager),
        Act.WriteNote => IsHers(who, whose),
        Act.RevealNumber => IsHers(who, whose) || Oversees(who, whose, Role.Supervisor),
        Act.ManageStaff => who.Is(Role.Administrator),
        Act.ReadAudit => who.Is(Role.Auditor),
        Act.SeeRepairs or Act.SeeRouting => who.Is(Role.Administrator, Role.Supervisor, Role.Manager),
        Act.ManageRouting or Act.ManageQuestions => who.Is(Role.Administrator),
        // At the route the centre is not known yet: then, whether she keeps any roster.
        Act.ManageRoster => who.Is(Role.Supervisor, Role.Manager) && (whose.Centre is null || Oversees(who, whose, Role.Supervisor, Role.Manager)),
        Act.StepBack => IsHers(who, whose),
        Act.KeepApart => Oversees(who, whose, Role.Supervisor, Role.Manager),
        // At the route the centre is not known yet: then, whether she may block at all.
        Act.BlockNumber => who.Is(Role.Supervisor) && (whose.Centre is null || Oversees(who, whose, Role.Supervisor)),
        Act.SeeCrisis or Act.RaiseCrisis => TakesCalls(who) || who.Is(Role.Supervisor, Role.Manager),
        // Whoever asks for one of a centre under her own asks as for her own. Without one: whether she answers any.
        Act.AnswerCrisis => (who.Is(Role.Counsellor, Role.Supervisor) || (who.Is(Role.Operator) && who.HasCrisisSkill))
            && (whose.Centre is null || string.Equals(whose.Centre, who.Centre, StringComparison.Ordinal)),
        // Care goes on after the call: the counsellors of the centre take it over from whoever had it.
        Act.SeeCare or Act.WriteCare => IsHers(who, whose) || Oversees(who, whose, Role.Counsellor, Role.Supervisor),
        // As with answering: one of a centre under her own is asked for as her own.
        Act.HearMessages => HandlesCalls(who) && (whose.Centre is null || string.Equals(whose.Centre, who.Centre, StringComparison.Ordinal)),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };

    private static bool TakesCalls(Who who) => who.Is(Role.Operator, Role.Counsellor);

    private static bool HandlesCalls(Who who) => TakesCalls(who) || who.Is(Role.Supervisor);

    private static bool IsHers(Who who, Whose whose) => HandlesCalls(who) && whose.Operator == who.Id;

    private static bool Oversees(Who who, Whose whose, params ReadOnlySpan<Role> roles) =>
        who.Is(roles) && whose.Centre is not null && string.Equals(whose.Centre, who.Centre, StringComparison.Ordinal);
}
