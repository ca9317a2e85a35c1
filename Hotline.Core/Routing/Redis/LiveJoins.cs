using System.Globalization;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Core.Routing.Redis;

/// <summary>The live state's verbs about who takes part in a call besides its operator, one script each, typed. Throws as <see cref="LiveState"/> does.</summary>
internal sealed class LiveJoins(LiveScripts scripts)
{
    /// <summary>Asks for the call's centre when <paramref name="centre"/> is empty.</summary>
    public Task<JoinReply> JoinAsync(StaffId staff, CallId call, JoinMode mode, string centre, bool oversees) =>
        RunAsync("join_call", staff.ToString(), call.ToString(), mode.ToString(), centre, oversees ? "1" : "");

    /// <summary>The mode or the service this leg comes in as, and the operator's leg; null: too late.</summary>
    public async Task<(string As, LegId Operator)?> NoteAsync(CallId call, long token, LegId leg, bool comesIn)
    {
        var reply = await RunAsync("note_joiner", call.ToString(), token.ToString(CultureInfo.InvariantCulture), leg.Value, comesIn ? "1" : "");
        return reply.Code == "Join" ? (reply.First, new LegId(reply.Second)) : null;
    }

    public Task<JoinReply> LeaveAsync(StaffId staff, CallId call) => RunAsync("leave_call", staff.ToString(), call.ToString());

    /// <param name="done">The carrier has done it.</param>
    public Task<JoinReply> ChangeAsync(StaffId staff, CallId call, JoinMode mode, bool done) =>
        RunAsync("change_join", staff.ToString(), call.ToString(), mode.ToString(), done ? "done" : "");

    /// <param name="done">The operator's leg may leave without ending the conference.</param>
    public Task<JoinReply> TakeOverAsync(CallId call, LegId helper, bool done) => RunAsync("take_over", call.ToString(), helper.Value, done ? "done" : "");

    public Task<JoinReply> AddServiceAsync(StaffId staff, CallId call, string service) => RunAsync("add_service", staff.ToString(), call.ToString(), service);

    /// <param name="by">Who ends a service; null: it, or a helper's telephone, could not be rung.</param>
    public Task<JoinReply> DropAsync(CallId call, long token, string reason, StaffId? by) =>
        RunAsync("drop_joiner", call.ToString(), token.ToString(CultureInfo.InvariantCulture), reason, by?.ToString() ?? "");

    private async Task<JoinReply> RunAsync(string script, params StackExchange.Redis.RedisValue[] arguments)
    {
        var reply = await scripts.RunAsync(script, arguments);
        return new JoinReply(At(0), At(1), At(2), At(3));

        string At(int i) => reply.Length > i ? (string)reply[i]! : "";
    }
}

/// <summary>A script's code and what it says with it: a centre, a token, an endpoint, legs.</summary>
internal readonly record struct JoinReply(string Code, string First, string Second, string Third)
{
    /// <summary>Of who joins: what may still be on her telephone.</summary>
    public OnTheLine Before => LiveState.Before(Third);

    public long Token => long.Parse(First, CultureInfo.InvariantCulture);
}
