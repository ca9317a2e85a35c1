namespace Hotline.DevHost.Supervision;

/// <summary>The parts that run now. They are stopped in the reverse of the order in which they were named, one after the other.</summary>
internal sealed class Supervisor(Launcher launcher, string logFolder, TimeSpan readyWithin, Screen screen) : IAsyncDisposable
{
    private readonly List<SupervisedPart> _parts = [];
    private readonly TaskCompletionSource<string> _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason when a part died too often to be restarted.</summary>
    public Task<string> GivenUp => _givenUp.Task;

    /// <summary>Starts these parts side by side and returns when all are ready.</summary>
    public async Task StartAsync(CancellationToken ct, params IReadOnlyList<Part> parts)
    {
        var added = parts.Select(part => new SupervisedPart(part, launcher, new PartLog(logFolder, part.Name, screen), screen)).ToList();
        _parts.AddRange(added);
        using var firstFailure = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var starts = added.Select(part => part.StartAsync(readyWithin, firstFailure.Token)).ToList();
        await foreach (var start in Task.WhenEach(starts))
        {
            if (start.IsCompletedSuccessfully)
                continue;
            await firstFailure.CancelAsync();
            // Every start has launched its process, or failed to, before anything is stopped.
            await ((Task)Task.WhenAll(starts)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await start;
        }
        foreach (var part in added)
            _ = KeepAsync(part);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.StopAsync();
            part.Dispose();
        }
    }

    private async Task KeepAsync(SupervisedPart part)
    {
        try
        {
            if (await part.KeepAsync(readyWithin) is { } reason)
                _givenUp.TrySetResult(reason);
        }
        catch (Exception e)
        {
            _givenUp.TrySetException(e);
        }
    }
}
