using System.Data.Common;
using Hotline.Agent.Hub;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Session;

/// <summary>
/// Ends the hub connections of whoever was signed out, disabled or changed elsewhere, within 5 s: looks at the stamps of everybody connected to
/// this host every <see cref="Pause"/>, and at once when this host itself made the change.
/// </summary>
internal sealed class SignedInWatch(HubConnections connections, StaffStore staff, Stamps stamps, TimeProvider clock, ILogger<SignedInWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or TimeoutException)
            {
                AgentLog.WorkFailed(log, "Looking at who is still signed in", e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public async Task LookAsync(CancellationToken stop)
    {
        var all = connections.All;
        if (all.Count == 0) return;
        var marks = await staff.MarksAsync([.. all.Select(c => c.Member.Id).Distinct()], stop);
        List<Task> ending = [];
        foreach (var connection in all)
        {
            if (!marks.TryGetValue(connection.Member.Id, out var mark) || mark.Stamp != connection.Member.SecurityStamp)
            {
                stamps.Forget(connection.Member.Id);
                AgentLog.SessionsEnded(log, connection.Member.Id, mark is null ? "disabled" : "signed out or changed");
                ending.Add(connections.EndAsync(connection, mark is null ? "disabled" : "signed-out"));
            }
            else if (mark.UpdatedAt != connection.Member.UpdatedAt && await staff.FindAsync(connection.Member.Id, stop) is { } changed)
            {
                connection.Member = changed with { SecurityStamp = connection.Member.SecurityStamp }; // New skills or telephone: told to the desk with the next heartbeat.
            }
        }
        await Task.WhenAll(ending);
    }
}
