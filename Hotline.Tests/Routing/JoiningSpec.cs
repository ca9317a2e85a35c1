using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A crisis call that is talked in, and who joins it.</summary>
internal abstract class JoiningSpec : OnRealRedis
{
    protected static readonly CancellationToken None = CancellationToken.None;
    protected static readonly Func<string, (bool, bool)> Counsellor = _ => (true, false), Supervisor = _ => (true, true), Stranger = _ => (false, false);

    protected static Core.Routing.CarrierEffects Effects(Switchboard host) =>
        (Core.Routing.CarrierEffects)host.Services.GetService(typeof(Core.Routing.CarrierEffects))!;

    protected async Task SoundAsync() => Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);

    protected async Task<bool> HasTimerAsync(string entry) => await One.Database.SortedSetScoreAsync(One.Keys.Timers, entry) is not null;

    protected async Task<(CallTicket Caller, StaffId Operator)> LegalAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        await One.TalkNowAsync(op, caller);
        return (caller, op);
    }

    /// <summary>A crisis call, so that every counsellor may join it.</summary>
    protected async Task<Talk> TalkAsync()
    {
        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Crisis, 1));
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        var story = await One.TalkNowAsync(op, caller);
        return new Talk(caller, op, (await One.DeskAsync(op)).Call!.Token, story);
    }

    protected sealed record Talk(CallTicket Caller, StaffId Operator, long Token, CarrierStory Story)
    {
        public CallId Call => Caller.Call;

        public string Conference => "CF-" + Token;

        public LegId OperatorLeg => ScriptedTelephony.OperatorLeg(Call, Token);

        public CarrierFact OperatorLeft => new(Call, OperatorLeg, FactSide.Conference, EventKind.Left, DateTimeOffset.UnixEpoch, $"{OperatorLeg}/left", Conference: Conference, Reason: "participant_hung_up");
    }

    protected static LegId Leg(long token) => ScriptedTelephony.JoinerLeg(token);

    protected Task ComesInAsync(Talk talk, long token) => Two.TellAsync(Came(talk, token, FactSide.Conference));

    protected static CarrierFact Came(Talk talk, long token, FactSide side) => Of(talk, token, side, EventKind.Joined, 71, null) with { Conference = talk.Conference, Token = null };

    protected static CarrierFact Left(Talk talk, long token) => Of(talk, token, FactSide.Conference, EventKind.Left, 80, "participant_hung_up") with { Conference = talk.Conference, Token = null };

    protected static CarrierFact Ended(Talk talk, long token, FactSide side = FactSide.Helper) => Of(talk, token, side, EventKind.LegEnded, 81, "completed");

    protected static CarrierFact Of(Talk talk, long token, FactSide side, string kind, int at, string? reason) => new(
        talk.Call, Leg(token), side, kind, new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).AddSeconds(at), $"{Leg(token)}/{kind}", Reason: reason, Token: token);

    /// <summary>A colleague who was asked in and has come: away from her desk, or ready.</summary>
    protected async Task<(StaffId Helper, long Token)> HelperInAsync(Talk talk, JoinMode mode, bool ready = false)
    {
        var skill = new SkillLevel(Skill.Legal, 1);
        var helper = ready ? await One.OperatorIsReadyAsync(skill) : await One.OperatorSitsDownAsync(skill);
        Assert.That(await One.Joins.JoinAsync(helper, talk.Call, mode, Counsellor, None), Is.EqualTo(JoinOutcome.Done));
        var token = One.Carrier.Joined.Single().Token;
        await ComesInAsync(talk, token);
        return (helper, token);
    }
}
