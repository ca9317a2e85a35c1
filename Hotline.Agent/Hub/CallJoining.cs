using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Hub;

/// <summary>Says of a call's centre whether somebody may join calls there: of her own centre and those under it.</summary>
internal sealed class CallJoining(Joins joins, IRoutes routes, NetworkOptions network, TimeProvider clock)
{
    public Joins Joins => joins;

    /// <param name="member">Her particulars as this host has them: what she may depends on the skills she holds today.</param>
    public Task<JoinOutcome> JoinAsync(Who who, StaffMember? member, CallId call, JoinMode mode)
    {
        var today = network.DayOf(clock.GetUtcNow());
        var she = who with { HasCrisisSkill = member?.SkillsOn(today).Any(s => s.Skill == Skill.Crisis) == true };
        return joins.JoinAsync(she.Id, call, mode, centre => MayAt(she, centre), CancellationToken.None);
    }

    private (bool Answers, bool Oversees) MayAt(Who she, string centre)
    {
        var under = routes.Upwards(centre).Contains(she.Centre, StringComparer.Ordinal);
        return (under && Access.May(she, Act.AnswerCrisis, new Whose(null, she.Centre)), under && she.Is(Role.Supervisor));
    }
}
