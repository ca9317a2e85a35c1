using Hotline.Agent.Crisis;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Translates between the console's words and the live state's; decides nothing.</summary>
internal sealed partial class ConsoleHub(
    Desks desks, DeskViews views, DeskPushes pushes, Boards boards, CallJoining joining, HubConnections connections, Particulars particulars, Escalations escalations, CrisisBoard crisis,
    NetworkOptions network, TimeProvider clock, ILogger<ConsoleHub> log) : Hub<IConsoleClient>, IConsoleHub
{
    public const string Path = "/hub";

    private StaffId Me => Context.User!.Who().Id;

    private CancellationToken Gone => Context.ConnectionAborted;

    public override async Task OnConnectedAsync()
    {
        var member = await particulars.OfAsync(Context.User!, Gone);
        connections.Add(new ConsoleConnection(Context, member));
        AgentLog.Connected(log, Me, Context.ConnectionId);
        if (!HasDesk(member)) return;
        await desks.KeepAsync(member.Id, member.Centre, member.LanesOn(network.DayOf(clock.GetUtcNow())), member.Endpoint);
        if (await desks.ReadAsync(member.Id) is { } desk) await Clients.Caller.DeskChanged(await SeenAsync(desk));
    }

    /// <summary>Nothing is dropped here: a console that comes back within its lease has missed nothing, and the lease ends by itself.</summary>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        if (!connections.Has(Me)) desks.Forget(Me);
        AgentLog.Disconnected(log, Me, Context.ConnectionId, exception?.GetType().Name ?? "closed");
        return Task.CompletedTask;
    }

    public async Task<DeskSnapshot> GetDesk()
    {
        if (!Access.May(Context.User!.Who(), Act.HandleCall, Whose.Nobodys)) return DeskView.None(clock.GetUtcNow());
        return await desks.ReadAsync(Me) is { } desk ? await SeenAsync(desk) : throw new HubException("The live state cannot be reached; calls go on.");
    }

    [Authorize(Policy = nameof(Act.TakeCalls))]
    public Task<DeskOutcome> SetPresence(Presence wish, string? breakReason) => Enum.IsDefined(wish)
        ? desks.SetPresenceAsync(Me, wish, Short(breakReason))
        : throw new HubException("There is no such presence.");

    [Authorize(Policy = nameof(Act.TakeCalls))]
    public Task<DeskOutcome> AskDebrief() => desks.AskDebriefAsync(Me);

    [Authorize(Policy = nameof(Act.TakeCalls))]
    public Task<OfferOutcome> Accept(CallId call, long token) => desks.AcceptAsync(Me, call, token, CancellationToken.None);

    [Authorize(Policy = nameof(Act.TakeCalls))]
    public Task<OfferOutcome> Decline(CallId call, long token, string? reason) => desks.DeclineAsync(Me, call, token, Short(reason));

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> Hold(CallId call, bool held) => desks.HoldAsync(Me, call, held, CancellationToken.None);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> Mute(CallId call, bool muted) => desks.MuteAsync(Me, call, muted, CancellationToken.None);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> End(CallId call) => desks.EndAsync(Me, call, CancellationToken.None);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> FinishWrapUp(CallId call) => desks.FinishWrapUpAsync(Me, call);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> ExtendWrapUp(CallId call) => desks.ExtendWrapUpAsync(Me, call);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<CallOutcome> MarkRisk(CallId call) => desks.MarkRiskAsync(Me, call);

    // Whether she may join this call is asked of the call; who answers no crisis at all learns that as an outcome too.
    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<JoinOutcome> JoinCall(CallId call, JoinMode mode) => Enum.IsDefined(mode)
        ? joining.JoinAsync(connections.Find(Context.ConnectionId)?.Member, call, mode)
        : throw new HubException("There is no such way of joining.");

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<JoinOutcome> LeaveCall(CallId call) => joining.Joins.LeaveAsync(Me, call, CancellationToken.None);

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<JoinOutcome> ChangeJoin(CallId call, JoinMode mode) => Enum.IsDefined(mode)
        ? joining.Joins.ChangeAsync(Me, call, mode, CancellationToken.None)
        : throw new HubException("There is no such way of joining.");

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<JoinOutcome> AddService(CallId call, RescueService service) => Enum.IsDefined(service)
        ? joining.Joins.AddServiceAsync(Me, call, service, CancellationToken.None)
        : throw new HubException("There is no such service.");

    [Authorize(Policy = nameof(Act.HandleCall))]
    public Task<JoinOutcome> EndService(CallId call, long token) => joining.Joins.EndServiceAsync(Me, call, token, CancellationToken.None);

    [Authorize(Policy = nameof(Act.SeeBoard))]
    public async Task<BoardSnapshot> WatchBoard()
    {
        var centre = Context.User!.Who().Centre;
        if (connections.Find(Context.ConnectionId) is { } connection) connection.Watches = centre;
        var board = await boards.ReadAsync(centre, Gone);
        var load = Boards.SeesLoad(Context.User!.Who());
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupOf(centre, load), Gone);
        return load ? board : DeskView.WithoutLoad(board);
    }

    public async Task UnwatchBoard()
    {
        if (connections.Find(Context.ConnectionId) is not { Watches: { } centre } connection) return;
        connection.Watches = null;
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, GroupOf(centre, Boards.SeesLoad(Context.User!.Who())), Gone);
    }

    public static string GroupOf(string centre, bool load) => (load ? "board+load:" : "board:") + centre;

    private async Task<DeskSnapshot> SeenAsync(Desk desk)
    {
        var seen = await views.OfAsync(desk, Gone);
        if (seen.Unnamed) pushes.NameLater(desk.Staff);
        return seen.Snapshot;
    }

    private static bool HasDesk(StaffMember member) => Access.May(member.Who, Act.HandleCall, Whose.Nobodys);

    private static string? Short(string? text) => text?.Length > 100 ? text[..100] : text;
}
