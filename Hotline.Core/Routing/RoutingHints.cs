using System.Globalization;
using System.Text;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>Says which desk or board, or that an escalation, has just changed, so that the host that serves it can push it. Hints may be lost; state is read.</summary>
public sealed class RoutingHints
{
    private readonly LiveHints _live;

    internal RoutingHints(LiveHints live) => _live = live;

    /// <summary>Calls back on any thread, on several at once, and out of order. Ends when disposed.</summary>
    public Task<IAsyncDisposable> ListenAsync(Action<DeskHint> deskChanged, Action<string> boardChanged, Action? crisisChanged = null) =>
        _live.ListenAsync(deskChanged, boardChanged, crisisChanged);
}

/// <summary>A desk that has just changed, and what was told of it with that: <see cref="Desks.Told"/>.</summary>
public readonly struct DeskHint
{
    // Redis' time, the desk's record and its call's, a line each; or nothing, by a build that only said that the desk changed.
    private readonly ReadOnlyMemory<byte> _told;

    internal DeskHint(StaffId staff, ReadOnlyMemory<byte> told) => (Staff, _told) = (staff, told);

    public StaffId Staff { get; }

    internal DeskReading? Read() =>
        Encoding.UTF8.GetString(_told.Span).Split('\n') is [var time, var desk, var call] && double.TryParse(time, CultureInfo.InvariantCulture, out var now)
            ? DeskReading.Of(now, desk, call)
            : null;
}
