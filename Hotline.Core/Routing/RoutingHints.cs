using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>Says which desk or board, or that an escalation, has just changed, so that the host that serves it can read and push it. Hints may be lost; state is read.</summary>
public sealed class RoutingHints
{
    private readonly Redis.LiveHints _live;

    internal RoutingHints(Redis.LiveHints live) => _live = live;

    /// <summary>Calls back on the connection's own thread: hand over and return. Ends when disposed.</summary>
    public Task<IAsyncDisposable> ListenAsync(Action<StaffId> deskChanged, Action<string> boardChanged, Action? crisisChanged = null) =>
        _live.ListenAsync(deskChanged, boardChanged, crisisChanged);
}
