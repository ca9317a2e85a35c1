namespace Hotline.Tests.Faults;

/// <summary>One direction of a <see cref="FaultProxy"/>.</summary>
internal sealed class FaultyWay
{
    private volatile TaskCompletionSource? _held;
    private long _waiting;

    public TimeSpan Delay { get; set; }

    /// <summary>0: as fast as it goes.</summary>
    public int BytesPerSecond { get; set; }

    /// <summary>Bytes that have come and are not yet delivered.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);

    /// <summary>Nothing arrives any more; the sender is not told.</summary>
    public void BlackHole() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal()
    {
        (Delay, BytesPerSecond) = (TimeSpan.Zero, 0);
        var held = _held;
        _held = null;
        held?.TrySetResult();
    }

    public void Came(int bytes) => Interlocked.Add(ref _waiting, bytes);

    public void Went(int bytes) => Interlocked.Add(ref _waiting, -bytes);

    /// <summary>Waits until what came at <paramref name="cameAt"/> may arrive.</summary>
    public async Task PassAsync(int bytes, DateTimeOffset cameAt, CancellationToken stop)
    {
        var late = cameAt + Delay - TimeProvider.System.GetUtcNow();
        if (late > TimeSpan.Zero) await Task.Delay(late, stop);
        if (BytesPerSecond > 0) await Task.Delay(TimeSpan.FromSeconds((double)bytes / BytesPerSecond), stop);
        while (_held is { } held) await held.Task.WaitAsync(stop);
    }
}
