using System.Diagnostics;
using System.Text.Json;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Operators;

/// <summary>
/// The open escalations on one console, asked for as a browser does: all of them over each new connection, then what changes, and a look every ten seconds.
/// Only whether she is paged, and when she was first told so, is kept.
/// </summary>
internal sealed class CrisisScreen(Operator @operator, Action<string, long> alarmed, Faults faults) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _over = new();
    private Task _looking = Task.CompletedTask;
    private long _version = -1;

    /// <param name="first">Her first look is so long after it: everybody's at once would be nobody's habit.</param>
    public async Task ShowAsync(TimeSpan first, CancellationToken stop)
    {
        await AskAsync(stop);
        _looking = LookAsync(first);
    }

    /// <summary>A new connection: what was known came from another host.</summary>
    public Task ConnectedAsync()
    {
        Volatile.Write(ref _version, -1);
        return AskBehindAsync();
    }

    public void Hear(JsonElement change, long at)
    {
        Alarm(change, at);
        var (since, version, known) = (change.GetProperty("since").GetInt64(), change.GetProperty("version").GetInt64(), Volatile.Read(ref _version));
        // Before everything was told, that is still to come; later on, something was missed.
        if (known >= since && version > known) Volatile.Write(ref _version, version);
        else if (known >= 0 && known < since) _ = AskBehindAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task AskAsync(CancellationToken stop)
    {
        using var told = JsonDocument.Parse(await @operator.AskAsync("WatchCrisis", stop));
        Alarm(told.RootElement, Stopwatch.GetTimestamp());
        var version = told.RootElement.GetProperty("version").GetInt64();
        if (version > Volatile.Read(ref _version)) Volatile.Write(ref _version, version);
    }

    private async Task AskBehindAsync()
    {
        try
        {
            await AskAsync(_over.Token);
        }
        catch (Exception e) when (e is CannotMeasureException or OperationCanceledException or TimeoutException)
        {
            // The connection is lost, and the next one begins with everything; or the next look does.
        }
    }

    private async Task LookAsync(TimeSpan first)
    {
        for (var wait = first; ; wait = LookEvery)
        {
            await Task.Delay(wait, _over.Token);
            try
            {
                var answer = await @operator.AskAsync("CrisisSince", _over.Token, Volatile.Read(ref _version));
                if (answer.Length == 0)
                {
                    await AskAsync(_over.Token);
                    continue;
                }
                using var change = JsonDocument.Parse(answer);
                Hear(change.RootElement, Stopwatch.GetTimestamp());
            }
            catch (Exception e) when (e is CannotMeasureException or TimeoutException)
            {
                faults.Note($"a look at the open escalations was not answered: {e.GetType().Name}");
            }
        }
    }

    private void Alarm(JsonElement told, long at)
    {
        foreach (var e in told.GetProperty("escalations").EnumerateArray())
            if (e.GetProperty("pagesMe").GetBoolean()) alarmed(e.GetProperty("id").GetString()!, at);
    }
}
