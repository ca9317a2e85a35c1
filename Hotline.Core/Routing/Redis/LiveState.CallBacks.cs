using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Telephony;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>Call-backs: booked, answered, failed, restored.</summary>
internal sealed partial class LiveState
{
    public async Task<BookOutcome> BookAsync(CallTicket ticket, CallBackWindow window, TimeSpan length, CallBackRules rules) =>
        Enum.Parse<BookOutcome>(await FirstAsync("book_callback", ticket.Call.ToString(), ticket.Leg.Value,
            window.ToString(), (long)length.TotalMilliseconds, rules.Attempts, (long)rules.Retry.TotalMilliseconds));

    public async Task<CallBackAnswer> AnswerCallBackAsync(CallId call, long token, LegId leg) =>
        Enum.Parse<CallBackAnswer>(await FirstAsync("answer_callback", call.ToString(), token, leg.Value));

    /// <summary>False: nobody waits for this leg any more.</summary>
    public async Task<bool> NoteCallBackAsync(CallId call, long token, LegId leg) =>
        await FirstAsync("note_callback", call.ToString(), token, leg.Value) == "Wanted";

    public Task FailCallBackAsync(CallId call, long token, string reason) => scripts.RunAsync("fail_callback", call.ToString(), token, reason, "", "", "");

    /// <summary>A machine answered. False: nobody waits for that leg any more.</summary>
    public async Task<bool> MachineAnsweredAsync(CallId call, long token, LegId leg, ContactReason reason, ContactHow heard) =>
        await FirstAsync("fail_callback", call.ToString(), token, "machine", leg.Value, reason.ToString(), heard.ToString()) == "Done";

    /// <summary>Null: no booking is open.</summary>
    public async Task<OpenBooking?> ReadBookingAsync(CallId call) => await scripts.RunAsync("read_booking", call.ToString()) is [var now, var key, var at, var until]
        ? new OpenBooking((string)key!, Time(now), SafeContactRules.ChosenByKey(Time(at), Time(until)))
        : null;

    /// <summary>Puts a booked caller whom the live state has lost back at her place. False: the record lags, ask again later.</summary>
    public async Task<bool> RestoreCallBackAsync(CallBackRecord booking, Route route, TimeSpan longestLag) =>
        await FirstAsync("restore_callback", booking.Call.ToString(), booking.NumberSealed, booking.NumberKey, booking.NumberMask, booking.Line ?? "",
            Ms(booking.ArrivedAt), Ms(booking.PlaceAt), Ms(booking.BookedAt), Ms(booking.Until), booking.Window, booking.MostAttempts,
            (long)booking.Retry.TotalMilliseconds, booking.Attempts, booking.LastAttemptAt is { } last ? Ms(last + booking.Retry) : 0,
            LiveRoute.Write(route, routes.Rules), (long)longestLag.TotalMilliseconds) != "Later";

    private static LiveEffect Dialling(ReadOnlySpan<RedisResult> order) => new((string)order[0]!, Call(order[2]), default, CallBack: new CallBackOrder(
        (long)Number(order[3]), (string)order[4]!, Time(order[5]),
        SafeContactRules.ChosenByKey(Time(order[6]), Time(order[7])), (int)order[8], (int)order[9], SkillAt(order, 10)));
}
