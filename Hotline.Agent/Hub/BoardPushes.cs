using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Sends boards to whoever watches them: at once when something changed, then at most every <see cref="Pause"/>; and now and then in any case, for hints may be lost.</summary>
internal sealed class BoardPushes(
    Boards boards, HubConnections connections, IHubContext<ConsoleHub, IConsoleClient> hub, TimeProvider clock, ILogger<BoardPushes> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Anyway = TimeSpan.FromSeconds(5);

    // One place: a hint that finds it taken is covered by the push to come.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

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
                foreach (var centre in connections.WatchedCentres)
                {
                    var board = await boards.ReadAsync(centre, stoppingToken);
                    await hub.Clients.Group(ConsoleHub.GroupOf(centre, load: true)).BoardChanged(board);
                    await hub.Clients.Group(ConsoleHub.GroupOf(centre, load: false)).BoardChanged(DeskView.WithoutLoad(board));
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(log, "Pushing a board", e.GetType().Name);
            }
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
