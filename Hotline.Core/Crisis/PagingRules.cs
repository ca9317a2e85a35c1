using Hotline.Core.Staff;

namespace Hotline.Core.Crisis;

/// <summary>Whose console alarms. Pure. Whoever was paged stays paged until a human acknowledges; from the second round on the ancestors' people are paged too.</summary>
public static class PagingRules
{
    /// <param name="chain">The escalation's centre and its ancestors.</param>
    public static bool Pages(OpenEscalation e, Who who, IReadOnlyList<string> chain)
    {
        if (e.State == EscalationState.Acknowledged) return PagesAgain(e, who, chain);
        // She knows: she raised it, or speaks with the caller.
        if (e.RaisedBy == who.Id || e.Operator == who.Id) return PagesAgain(e, who, chain);
        // Before its first step has fired it pages as the built-in ladder does.
        if (e.Paged.Count == 0) return PagedAs(LadderLevel.Counsellors, who) && who.Centre == e.Centre;
        return e.Paged.Any(p => PagedAs(p.Level, who) && (who.Centre == p.Centre || (e.Round > 1 && chain.Contains(who.Centre)))) || PagesAgain(e, who, chain);
    }

    /// <summary>Its holder is reminded, and, with the supervisors, told of a rescue that is overdue.</summary>
    private static bool PagesAgain(OpenEscalation e, Who who, IReadOnlyList<string> chain)
    {
        var holds = e.AckBy == who.Id.ToString();
        if (holds && e.Reminded) return true;
        return e.Rescues.Any(r => r.Overdue) && (holds || (who.Is(Role.Supervisor) && chain.Contains(who.Centre)));
    }

    private static bool PagedAs(LadderLevel level, Who who) => level switch
    {
        LadderLevel.Counsellors => who.HasCrisisSkill && Access.May(who, Act.AnswerCrisis, Whose.Nobodys),
        LadderLevel.Supervisors => who.Is(Role.Supervisor),
        LadderLevel.OnCall => false,
        LadderLevel.Everybody => Access.May(who, Act.SeeCrisis, Whose.Nobodys),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };
}
