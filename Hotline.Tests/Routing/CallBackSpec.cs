using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A caller who booked a call-back, and the operator who takes it.</summary>
internal abstract class CallBackSpec : OnRealRedis
{
    protected const string Her = "+8613712345678";
    protected static readonly LegId Back = new("back-leg");

    protected static readonly DateTimeOffset At = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    /// <summary>She booked and hung up.</summary>
    protected async Task<CallTicket> BookedAsync()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal, Her);
        Assert.That(await One.Flow.BookAsync(caller, CallBackWindow.Longest, CancellationToken.None), Is.EqualTo(BookOutcome.Booked));
        await One.TellAsync(new CarrierStory(caller, default, 1).CallerEnded);
        return caller;
    }

    /// <summary>An operator took her call-back and is alone in the conference; she is being dialled.</summary>
    protected async Task<(CallTicket Caller, StaffId Operator, long Token)> OperatorWaitsForHerAsync(CallTicket? booked = null)
    {
        var caller = booked ?? await BookedAsync();
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        return (caller, op, await AcceptAsync(caller, op));
    }

    protected async Task<long> AcceptAsync(CallTicket caller, StaffId op)
    {
        var token = (await One.DeskAsync(op)).Call!.Token;
        Assert.That(await One.Desks.AcceptAsync(op, caller.Call, token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        await One.TellAsync(new CarrierStory(caller, op, token, $"CF-{token}").OperatorJoined);
        return token;
    }

    protected static CarrierFact Told(CallTicket caller, long token, string kind, string status = "completed", string? leg = null)
    {
        var of = leg is null ? Back : new LegId(leg);
        return new(caller.Call, of, FactSide.Caller, kind, At.AddSeconds(kind == EventKind.LegEnded ? 9 : 5), $"{of}/{kind}", Reason: status, Token: token);
    }

    protected static CarrierFact HerJoined(CallTicket caller) =>
        new(caller.Call, Back, FactSide.Conference, EventKind.Joined, At.AddSeconds(7), $"{caller.Call}/joined");

    protected async Task<string[]> TimersAsync() => [.. (await One.Database.SortedSetRangeByRankAsync(One.Keys.Timers)).Select(m => (string)m!)];

    protected async Task PictureHoldsAsync() => Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
}
