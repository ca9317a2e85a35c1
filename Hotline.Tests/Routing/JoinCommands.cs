using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Routing;

/// <summary>What whoever joins a call, its operator and the carrier may do at any moment; each number is one command.</summary>
internal static class JoinCommands
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static async Task PlayAsync(Switchboard host, int n, List<StaffId> operators, List<CallTicket> callers)
    {
        var stop = CancellationToken.None;
        var staff = operators[n / 16 % operators.Count];
        var mode = Enum.GetValues<JoinMode>()[n / 512 % 3];
        // Mostly calls in which somebody talks.
        var records = (await host.Database.HashGetAllAsync(host.Keys.Calls)).ToDictionary(e => (string)e.Name!, e => JsonDocument.Parse((string)e.Value!).RootElement);
        var talking = callers.FindAll(c => records.TryGetValue(c.Call.ToString(), out var r) && r.GetProperty("state").GetString() is "Connected" or "Held");
        var caller = talking.Count > 0 && n / 32768 % 8 > 0 ? talking[n / 64 % talking.Count] : callers[n / 64 % callers.Count];
        var record = records.GetValueOrDefault(caller.Call.ToString());
        switch (n % 16)
        {
            case 0 or 1 or 2: await TalkAsync(host, staff, callers); break;
            case 3 or 4 or 5: await host.Joins.JoinAsync(staff, caller.Call, mode, _ => (true, true), stop); break;
            case 6: await host.Joins.LeaveAsync(staff, caller.Call, stop); break;
            case 7 or 8: await host.Joins.ChangeAsync(staff, caller.Call, mode, stop); break;
            case 9: await host.Joins.AddServiceAsync(staff, caller.Call, RescueService.Police, stop); break;
            case 10: if (TokenOf(record, "services", n) is { } service) await host.Joins.EndServiceAsync(staff, caller.Call, service, stop); break;
            case 11 or 12: await TellAsync(host, caller, record, EventKind.Joined, n); break;
            case 13: await TellAsync(host, caller, record, n / 4096 % 2 == 0 ? EventKind.Left : EventKind.LegEnded, n); break;
            case 14: await EndAsync(host, caller, record, n); break;
            default: if (TokenOf(record, "helpers", n) is { } helper) await host.Joins.MayComeInAsync(caller.Call, helper, ScriptedTelephony.JoinerLeg(helper), comesIn: true); break;
        }
    }

    /// <summary>On towards talking again: ready, and whatever is offered to her, from accepting until both are in.</summary>
    public static async Task TalkAsync(Switchboard host, StaffId staff, List<CallTicket> callers)
    {
        var desk = await host.Desks.ReadAsync(staff);
        if (desk is { State: DeskState.WrapUp, Call: { } written }) await host.Desks.FinishWrapUpAsync(staff, written.Call);
        if (desk is { State: DeskState.WrapUp or DeskState.Break or DeskState.Off }) await host.Desks.SetPresenceAsync(staff, Presence.Ready, null);
        desk = await host.Desks.ReadAsync(staff);
        if (desk is not { State: DeskState.Offered, Call: { } offer } || callers.Find(c => c.Call == offer.Call) is not { } caller) return;
        await host.Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None);
        var story = new CarrierStory(caller, staff, offer.Token, $"CF{offer.Token}");
        await host.TellAsync(story.OperatorJoined, story.CallerJoined);
    }

    /// <summary>Of one of the legs that were ever rung into this call.</summary>
    private static async Task TellAsync(Switchboard host, CallTicket caller, JsonElement record, string kind, int n)
    {
        var legs = host.Carrier.Joined.Where(j => j.Call == caller.Call).Select(j => (j.Token, j.Endpoint)).ToArray();
        if (legs.Length == 0) return;
        // Who comes in is mostly somebody who is on the way in.
        var coming = kind == EventKind.Joined && n / 8192 % 4 > 0 ? TokenOf(record, "helpers", n) : null;
        var (token, endpoint) = legs.FirstOrDefault(l => l.Token == coming, legs[n / 1024 % legs.Length]);
        var leg = ScriptedTelephony.JoinerLeg(token);
        var ofLeg = kind == EventKind.LegEnded;
        await host.TellAsync(new CarrierFact(caller.Call, leg, !ofLeg ? FactSide.Conference : endpoint == "110" ? FactSide.Service : FactSide.Helper, kind, Noon,
            $"{leg}/{kind}", ofLeg ? null : Conference(record), "completed", Token: ofLeg ? token : null));
    }

    /// <summary>The caller or the present operator leaves the conference.</summary>
    private static async Task EndAsync(Switchboard host, CallTicket caller, JsonElement record, int n)
    {
        if (Conference(record) is not { } conference) return;
        var leg = n / 1024 % 2 == 0 || !record.TryGetProperty("opLeg", out var own) ? caller.Leg : new LegId(own.GetString()!);
        await host.TellAsync(new CarrierFact(caller.Call, leg, FactSide.Conference, EventKind.Left, Noon, $"{conference}/{leg}/left", conference, "participant_hung_up"));
    }

    private static string? Conference(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty("conf", out var conference) && conference.ValueKind == JsonValueKind.String ? conference.GetString() : null;

    private static long? TokenOf(JsonElement record, string joiners, int n) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(joiners, out var all) && all.EnumerateObject().ToArray() is { Length: > 0 } some
            ? (long)some[n / 1024 % some.Length].Value.GetProperty("token").GetDouble()
            : null;
}
