using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// "Never that operator again", and blocks. The record says what stands; the live state is told at once and held to it every <see cref="Beat"/>, so that
/// one that was wiped, or away when somebody decided, is soon as the record says (<c>Marks_of_numbers</c>). The record being away changes nothing there.
/// </summary>
public sealed class NumberMarks : BackgroundService
{
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <summary>So long a lifting is told again: longer than any host could hold an older reading of the record.</summary>
    private static readonly TimeSpan LiftedLately = TimeSpan.FromHours(1);

    private readonly NumberMarkStore _store;
    private readonly LiveState _live;
    private readonly TimeProvider _clock;
    private readonly ILogger<NumberMarks> _log;

    internal NumberMarks(NumberMarkStore store, LiveState live, TimeProvider clock, ILogger<NumberMarks> log) =>
        (_store, _live, _clock, _log) = (store, live, clock, log);

    /// <summary>Never again offers the number's calls to an operator. False: that stood already.</summary>
    public async Task<bool> AvoidAsync(string numberKey, StaffId op, CallId call, string reason, StaffId by, CancellationToken stop)
    {
        var set = await _store.AvoidAsync(numberKey, op, call, reason, by, stop);
        await TellAsync(new LiveMark.Avoid(numberKey, op, true));
        return set;
    }

    /// <summary>False: none stood.</summary>
    public async Task<bool> LiftAvoidanceAsync(string numberKey, StaffId op, StaffId by, CancellationToken stop)
    {
        var lifted = await _store.LiftAvoidanceAsync(numberKey, op, by, stop);
        if (lifted) await TellAsync(new LiveMark.Avoid(numberKey, op, false));
        return lifted;
    }

    /// <summary>From its next call on the number stands further back, until then. The end of a block that stands becomes this one.</summary>
    public async Task BlockAsync(string numberKey, string mask, CallId call, string centre, string reason, DateTimeOffset until, StaffId by, CancellationToken stop)
    {
        await _store.BlockAsync(numberKey, mask, call, centre, reason, until, by, stop);
        await TellAsync(new LiveMark.Block(numberKey, until));
    }

    /// <summary>False: none stood.</summary>
    public async Task<bool> LiftBlockAsync(string numberKey, StaffId by, CancellationToken stop)
    {
        var lifted = await _store.LiftBlockAsync(numberKey, by, stop);
        if (lifted) await TellAsync(new LiveMark.Block(numberKey, null));
        return lifted;
    }

    public Task<IReadOnlyList<Avoidance>> AvoidancesAsync(string numberKey, CancellationToken stop) => _store.AvoidancesAsync(numberKey, stop);

    public Task<NumberBlock?> BlockOfAsync(string numberKey, CancellationToken stop) => _store.BlockOfAsync(numberKey, stop);

    public Task<IReadOnlyList<NumberBlock>> BlocksAsync(string centre, CancellationToken stop) => _store.BlocksAsync(centre, stop);

    /// <summary>Holds the live state to the record; how much had to be changed there.</summary>
    internal async Task<int> HoldAsync(CancellationToken stop)
    {
        var changed = 0;
        foreach (var some in (await _store.LiveAsync(_clock.GetUtcNow() - LiftedLately, stop)).Chunk(MostAtOnce)) changed += await _live.MarkAsync(some);
        return changed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await HoldAsync(stoppingToken) is > 0 and var changed) RoutingLog.MarksToldAgain(_log, changed);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                RoutingLog.MarksUntold(_log, e.GetType().Name);
            }
            await Task.Delay(Beat, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>It is in the record: what cannot be told now is told with the next beat.</summary>
    private async Task TellAsync(LiveMark mark)
    {
        try
        {
            await _live.MarkAsync([mark]);
        }
        catch (Exception e) when (LiveState.Lost(e))
        {
            RoutingLog.MarksUntold(_log, e.GetType().Name);
        }
    }
}
