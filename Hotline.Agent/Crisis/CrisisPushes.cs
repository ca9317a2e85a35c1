using System.Threading.Channels;
using Hotline.Agent.Hub;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Crisis;

/// <summary>
/// Tells whoever watches the open escalations what changed of them: at once, then at most every <see cref="Pause"/>, and more rarely when very many are open,
/// so that it costs little of a core; and looks now and then in any case, for hints may be lost. One reading serves the whole host, one message everybody to
/// whom the same is shown. Everybody is told of every version, also when nothing of it is hers: so a console knows when it has missed one.
/// </summary>
internal sealed class CrisisPushes(
    CrisisBoard board, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, TimeProvider clock, ILogger<CrisisPushes> log) : BackgroundService
{
    /// <summary>The longest pause leaves an alarm time to be there within a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), ForEachOpen = TimeSpan.FromMilliseconds(0.5), LongestPause = TimeSpan.FromMilliseconds(700), Anyway = TimeSpan.FromSeconds(5);

    // One place: a hint that finds it taken is covered by the push to come.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _sent;

    public void Changed() => _changed.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var open = 0;
            try
            {
                using (var anyway = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
                {
                    anyway.CancelAfter(Anyway);
                    await ((Task)_changed.Reader.WaitToReadAsync(anyway.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                _changed.Reader.TryRead(out _);
                open = await PushAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(log, "Pushing escalations", e.GetType().Name);
            }
            var pause = Pause + (open * ForEachOpen);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How many are open.</summary>
    private async Task<int> PushAsync(CancellationToken stop)
    {
        var picture = await board.ReadAsync(stop);
        if (picture.Version == _sent) return picture.Open.Count;
        var since = Math.Max(_sent, picture.Horizon);
        var concerned = picture.Concerned(since);
        var alike = connections.All.Where(c => c.WatchesCrisis).GroupBy(c => (As: board.SeenBy(c.Member), Herself: concerned.Contains(c.Member.Id) ? c.Member.Id : (StaffId?)null));
        foreach (var consoles in alike)
            await hub.Clients.Clients([.. consoles.Select(c => c.Id)]).CrisisChanged(board.ChangeFor(board.WhoOf(consoles.First().Member), picture, since));
        _sent = picture.Version;
        return picture.Open.Count;
    }
}
