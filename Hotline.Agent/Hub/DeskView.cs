using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Hub;

/// <summary>Translates the live state's records into the console's.</summary>
internal static class DeskView
{
    public static DeskSnapshot Of(Desk desk, IReadOnlyDictionary<StaffId, string> names, IReadOnlyList<RescueService> services)
    {
        var call = desk.Call;
        var offered = desk.State == DeskState.Offered;
        return new DeskSnapshot(
            desk.Version, desk.State, desk.Wish, desk.Reason, desk.Since, desk.ReadAt,
            call is not null && offered
                ? new OfferView(call.Call, call.Token, call.MaskedNumber, call.Skill, call.Centre, call.ArrivedAt,
                    call.OfferedAt ?? desk.Since, desk.Until ?? desk.Since, call.Resumed, call.Risk, CallBackOf(call))
                : null,
            call is not null && !offered
                ? new CallView(call.Call, StateOf(desk, call), call.MaskedNumber, call.Skill, call.ArrivedAt, call.AcceptedAt, call.ConnectedAt, call.EndedAt, call.Muted,
                    call.Resumed, call.Risk, CallBackOf(call), AssistOf(desk, call, names),
                    [.. call.Helpers.Select(h => new HelperView(NameOf(names, h.Staff), h.Mode, h.In))],
                    [.. call.Services.Select(s => new ServiceView(s.Token, Enum.TryParse<RescueService>(s.Service, out var service) ? service : RescueService.Other, s.In))],
                    services)
                : null,
            desk.State == DeskState.WrapUp ? desk.Until : null,
            desk.Notice);
    }

    /// <summary>Somebody who takes no calls has no desk.</summary>
    public static DeskSnapshot None(DateTimeOffset now) => new(0, DeskState.Off, Presence.Off, null, now, now, null, null, null, null);

    public static BoardSnapshot Of(Board board, IReadOnlyDictionary<StaffId, string> names, IReadOnlyList<AlarmView> alarms) => new(
        board.Centre, board.At,
        [.. board.Lanes.Select(l => new LaneView(l.Lane, l.Skill, l.Waiting, l.OldestArrival, l.CallBacks))],
        [.. board.Desks.Select(d => new OperatorView(
            d.Staff.ToString(), NameOf(names, d.Staff), d.State, d.Reason, d.Since,
            d.Skills.Split(',', StringSplitOptions.RemoveEmptyEntries)))],
        alarms, Degraded: false);

    public static AlarmView Of(StaffingAlarm alarm, DateTimeOffset now)
    {
        var minutes = alarm.Kind == AlarmKind.NobodyFollows ? Math.Ceiling((alarm.At - now).TotalMinutes) : Math.Floor((now - alarm.At).TotalMinutes);
        return new AlarmView(alarm.Kind, alarm.Lane.Centre, alarm.Lane.Skill.Code, alarm.At, Math.Max(0, (int)minutes));
    }

    private static CallBackView? CallBackOf(DeskCall call) => call.CallBack is { } booked
        ? new CallBackView(booked.Until, Enum.TryParse<CallBackWindow>(booked.Window, out var window) ? window : CallBackWindow.Longest, booked.Attempt, booked.Attempts, booked.Dialling)
        : null;

    private static AssistView? AssistOf(Desk desk, DeskCall call, IReadOnlyDictionary<StaffId, string> names) =>
        desk.State == DeskState.Assisting && call.Helpers.FirstOrDefault(h => h.Staff == desk.Staff) is { } me
            ? new AssistView(me.Mode, me.In, call.Operator is { } op ? NameOf(names, op) : "")
            : null;

    private static string NameOf(IReadOnlyDictionary<StaffId, string> names, StaffId staff) => names.GetValueOrDefault(staff) ?? staff.ToString()[..8];

    // The call may already be over for the live state while she writes; for her it is in wrap-up.
    private static CallState StateOf(Desk desk, DeskCall call) => desk.State == DeskState.WrapUp ? CallState.WrapUp : call.State;
}
