using Hotline.Core.Crisis.Redis;
using Hotline.Core.Routing;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>
/// Fires the timers of escalations: ladder steps with the ladder in force at that moment, pages whose outcome nobody noted, rescues that are overdue.
/// People are paged beside the step, which never waits for a carrier; what this host does not get done its timer orders again.
/// </summary>
internal sealed class LadderTimers(CrisisState live, ICrisisLadders ladders, RoutingPolicies policies, Func<IPager?> pagers, CrisisMeter meter, TimeProvider clock, ILogger<LadderTimers> log)
    : ITimerTaker
{
    private const string Step = "page|", Order = "dialpage|", Rescue = "rescue|";

    public bool Takes(string entry) =>
        entry.StartsWith(Step, StringComparison.Ordinal) || entry.StartsWith(Order, StringComparison.Ordinal) || entry.StartsWith(Rescue, StringComparison.Ordinal);

    public Task FireAsync(string entry, long stamp, CancellationToken stop)
    {
        if (entry.StartsWith(Step, StringComparison.Ordinal)) return StepAsync(entry, stamp, stop);
        return entry.StartsWith(Order, StringComparison.Ordinal) ? OrderAsync(entry, stamp, stop) : live.OverdueRescueAsync(entry, stamp);
    }

    private async Task StepAsync(string entry, long stamp, CancellationToken stop)
    {
        if (await live.NextPageAsync(entry, stamp, null) is not StepReply.Ladder asked) return;
        var (ladder, pager) = (LadderOf(asked.Centre), pagers());
        var reply = await live.NextPageAsync(entry, stamp, (ladder, policies.Current.Map.ChainOf(asked.Centre), pager is not null));
        if (reply is not StepReply.Done done) return;
        meter.Paged(done.Level, done.Late);
        if (pager is null || done.Orders.Count == 0 || !EscalationId.TryParse(entry[Step.Length..], out var id)) return;
        foreach (var (token, person) in done.Orders) _ = PageAsync(pager, ladder, id, token, person, again: false, stop);
    }

    private async Task OrderAsync(string entry, long stamp, CancellationToken stop)
    {
        if (pagers() is not { } pager || await live.OrderPageAsync(entry, stamp) is not { } order) return;
        await PageAsync(pager, LadderOf(order.Centre), order.Id, order.Token, order.Person, again: true, stop);
    }

    private async Task PageAsync(IPager pager, Ladder ladder, EscalationId id, long token, string person, bool again, CancellationToken stop)
    {
        try
        {
            // Not on duty any more by a policy that came meanwhile: the next step finds who is.
            if (ladder.Steps.SelectMany(s => s.People).FirstOrDefault(p => p.Id == person) is { } known)
                await pager.PageAsync(new PageOrder(id, token, known, again), stop);
            else
                await live.NotePageAsync(id, token, "failed", null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            CrisisLog.PageFailed(log, id, e);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the order's timer fires at another one.
        }
    }

    /// <summary>A step is never without a ladder.</summary>
    private Ladder LadderOf(string centre)
    {
        try
        {
            if (ladders.For(centre, clock.GetUtcNow()) is { Steps.Count: > 0 } ladder) return ladder;
            CrisisLog.LadderMissing(log, centre, null);
        }
        catch (Exception e)
        {
            CrisisLog.LadderMissing(log, centre, e);
        }
        return BuiltInLadder.Ladder;
    }
}
