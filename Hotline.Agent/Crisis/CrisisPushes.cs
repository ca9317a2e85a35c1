using System.Threading.Channels;
using Hotline.Agent.Hub;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Crisis;

/// <summary>
/// Sends the open escalations to whoever watches them: at once when something changed, then at most every <see cref="Pause"/>; and looks now and then in any
/// case, for hints may be lost. One reading serves the whole host, one message everybody to whom the same is shown.
/// </summary>
internal sealed class CrisisPushes(
    CrisisBoard board, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, TimeProvider clock, ILogger<CrisisPushes> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), Anyway = TimeSpan.FromSeconds(5);

    // One place: a hint that finds it taken is covered by the push to come.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string _sent = "";

    public void Changed() => _changed.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                using (var anyway = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken))
                {
                    anyway.CancelAfter(Anyway);
                    await ((Task)_changed.Reader.WaitToReadAsync(anyway.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                _changed.Reader.TryRead(out _);
                await PushAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(log, "Pushing escalations", e.GetType().Name);
            }
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PushAsync(CancellationToken stop)
    {
        var watching = connections.All.Where(c => c.WatchesCrisis).ToList();
        var picture = await board.ReadAsync(stop);
        if (picture.Mark == _sent) return;
        var concerned = picture.Concerned;
        var alike = watching.GroupBy(c => (c.Member.Centre, Roles: string.Join(' ', c.Member.Roles.Order()), Skilled: board.WhoOf(c.Member).HasCrisisSkill,
            Herself: concerned.Contains(c.Member.Id) ? c.Member.Id : (StaffId?)null));
        foreach (var consoles in alike)
            await hub.Clients.Clients([.. consoles.Select(c => c.Id)]).CrisisChanged(board.ViewFor(board.WhoOf(consoles.First().Member), picture));
        _sent = picture.Mark;
    }
}
