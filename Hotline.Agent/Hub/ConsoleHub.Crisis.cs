using Hotline.Agent.Session;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Escalations. Who may do what to which one is asked of <see cref="Access"/> by its centre.</summary>
internal sealed partial class ConsoleHub
{
    private ConsoleConnection Console => connections.Find(Context.ConnectionId) ?? throw new HubException("This console is not connected any more.");

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public async Task<CrisisSnapshot> WatchCrisis()
    {
        // First: what changes while this is read is pushed to her.
        Console.WatchesCrisisAs = crisis.SeenBy(Console.Member);
        return crisis.ViewFor(crisis.WhoOf(Console.Member), await crisis.ReadAsync(Gone));
    }

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public async Task<CrisisChange?> CrisisSince(long version)
    {
        var picture = await crisis.RecentAsync(Gone);
        return Console.WatchesCrisisAs == crisis.SeenBy(Console.Member) && version >= picture.Horizon && version <= picture.Version
            ? crisis.ChangeFor(crisis.WhoOf(Console.Member), picture, version)
            : null;
    }

    [Authorize(Policy = nameof(Act.RaiseCrisis))]
    public async Task<RaiseView> RaiseCrisis(CallId? call)
    {
        var (id, outcome) = await escalations.RaiseAsync(Me, call, EscalationCause.Operator, Context.User!.Who().Centre);
        return new RaiseView(id?.Value, outcome);
    }

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public async Task<AcknowledgeView> AcknowledgeEscalation(string escalation)
    {
        string? holder = null;
        var outcome = await OfAsync(escalation, raiserToo: false, async id =>
        {
            var reply = await escalations.AcknowledgeAsync(id, Me);
            if (reply.Outcome is EscalationOutcome.Done or EscalationOutcome.AlreadyAcknowledged)
            {
                var picture = await crisis.ReadAsync(Gone);
                holder = crisis.NameOf(reply.Holder?.ToString() ?? picture.Open.GetValueOrDefault(id)?.Escalation.AckBy, picture.Names);
            }
            return reply.Outcome;
        });
        return new AcknowledgeView(outcome, holder);
    }

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public Task<EscalationOutcome> HandBackEscalation(string escalation) => OfAsync(escalation, raiserToo: false, id => escalations.HandBackAsync(id, Me));

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public Task<EscalationOutcome> CloseEscalation(string escalation, CrisisOutcome outcome) => Enum.IsDefined(outcome)
        ? OfAsync(escalation, raiserToo: false, id => escalations.CloseAsync(id, Me, outcome))
        : throw new HubException("There is no such outcome.");

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public Task<EscalationOutcome> AskRescue(string escalation, RescueService service) => Enum.IsDefined(service)
        ? OfAsync(escalation, raiserToo: true, id => escalations.RescueAsync(id, Me, new RescueAct.Ask(service)))
        : throw new HubException("There is no such service.");

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public Task<EscalationOutcome> NoteRescue(string escalation, int rescue, RescueStep step) => Enum.IsDefined(step)
        ? OfAsync(escalation, raiserToo: true, id => escalations.RescueAsync(id, Me, new RescueAct.Note(rescue, step)))
        : throw new HubException("There is no such step.");

    [Authorize(Policy = nameof(Act.SeeCrisis))]
    public Task<EscalationOutcome> TellEscalation(string escalation, EscalationNews news) => Enum.IsDefined(news)
        ? OfAsync(escalation, raiserToo: true, id => escalations.ProgressAsync(id, Me, news.ToString()))
        : throw new HubException("There is no such news.");

    /// <param name="raiserToo">She who raised it, or speaks with the caller, may: nobody else may have come yet.</param>
    private async Task<EscalationOutcome> OfAsync(string escalation, bool raiserToo, Func<EscalationId, Task<EscalationOutcome>> act)
    {
        if (!EscalationId.TryParse(escalation, out var id)) return EscalationOutcome.Unknown;
        // One nobody here has seen is closed, or was never: the live state says which.
        if (await crisis.FindAsync(id, Gone) is { } open && !crisis.MayAnswer(open, crisis.WhoOf(Console.Member)) && !(raiserToo && (open.RaisedBy == Me || open.Operator == Me))) return EscalationOutcome.NotYours;
        return await act(id);
    }
}
