using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Translates between the console's words and the live state's; decides nothing.</summary>
internal sealed class ConsoleHub : Hub<IConsoleClient>, IConsoleHub
{
    public const string Path = "/hub";

    public Task<DeskSnapshot> GetDesk() => throw new NotSupportedException();

    public Task<DeskOutcome> SetPresence(Presence wish, string? breakReason) => throw new NotSupportedException();

    public Task<OfferOutcome> Accept(CallId call, long token) => throw new NotSupportedException();

    public Task<OfferOutcome> Decline(CallId call, long token, string? reason) => throw new NotSupportedException();

    public Task<CallOutcome> Hold(CallId call, bool held) => throw new NotSupportedException();

    public Task<CallOutcome> Mute(CallId call, bool muted) => throw new NotSupportedException();

    public Task<CallOutcome> End(CallId call) => throw new NotSupportedException();

    public Task<CallOutcome> FinishWrapUp(CallId call) => throw new NotSupportedException();

    public Task<BoardSnapshot> WatchBoard() => throw new NotSupportedException();

    public Task UnwatchBoard() => throw new NotSupportedException();
}
