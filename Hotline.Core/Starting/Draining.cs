namespace Hotline.Core.Starting;

/// <summary>
/// How this host leaves: it says that it is not ready, and serves on; half-way it sends away those who stay connected; at last it stops. Whoever
/// spreads the load has then looked elsewhere, and no request meets a closed door.
/// </summary>
public sealed class Draining : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private volatile bool _begun;

    /// <summary>New work should go to another host.</summary>
    public bool Begun => _begun;

    /// <summary>Cancelled when those who are still connected should go to another host.</summary>
    public CancellationToken Leaving => _leaving.Token;

    internal void Begin() => _begun = true;

    internal void Leave() => _leaving.Cancel();

    public void Dispose() => _leaving.Dispose();
}
