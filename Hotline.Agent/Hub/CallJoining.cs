using Hotline.Agent.Crisis;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;

namespace Hotline.Agent.Hub;

/// <summary>Joining a call as somebody in particular: of her own centre and of those under it, a supervisor any, whoever answers a crisis one with risk.</summary>
internal sealed class CallJoining(Joins joins, CrisisBoard crisis)
{
    public Joins Joins => joins;

    /// <param name="member">Her particulars as this host has them: what she may depends on the skills she holds today. Null: her console has just gone.</param>
    public Task<JoinOutcome> JoinAsync(StaffMember? member, CallId call, JoinMode mode) => member is null
        ? Task.FromResult(JoinOutcome.NotNow)
        : joins.JoinAsync(member.Id, call, mode, centre => MayAt(crisis.WhoOf(member), centre), CancellationToken.None);

    private (bool Answers, bool Oversees) MayAt(Who she, string centre)
    {
        var concerned = crisis.Concerns(centre, she);
        return (concerned && Access.May(she, Act.AnswerCrisis, new Whose(null, she.Centre)), concerned && she.Is(Role.Supervisor));
    }
}
