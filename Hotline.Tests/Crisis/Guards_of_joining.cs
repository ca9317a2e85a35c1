using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Model;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

/// <summary>Each guard of the scripts about who joins a call: what it keeps holds with it, and does not without it.</summary>
internal sealed class Guards_of_joining
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SkillLevel Crisis = new(Skill.Crisis, 1), Legal = new(Skill.Legal, 1);

    /// <summary>Guard → true when what it keeps is kept. The model plays nobody who joins; these stand in its place.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Guards_of_joining, Task<bool>>> Shown = new Dictionary<string, Func<Guards_of_joining, Task<bool>>>(StringComparer.Ordinal)
    {
        ["join-early"] = async t => await t.JoinsAsync(await t.DeskAsync(), (await t._one.CallerWaitsAsync(Skill.Crisis)).Call) == JoinOutcome.NotNow,
        ["join-without-risk"] = async t => await t.JoinsAsync(await t.DeskAsync(), await t.TalkAsync(Legal), oversees: false) == JoinOutcome.NotYourEscalation,
        ["join-twice"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            var helper = await t.DeskAsync();
            await t.JoinsAsync(helper, call);
            return await t.JoinsAsync(helper, call) == JoinOutcome.Done;
        },
        ["join-without-telephone"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            var helper = StaffId.New(TimeProvider.System);
            await t._one.Desks.KeepAsync(helper, "main", [], null);
            return await t.JoinsAsync(helper, call) == JoinOutcome.NoTelephone;
        },
        ["join-busy"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            await t.TalkAsync(Legal);
            return await t.JoinsAsync(t._operator, call) == JoinOutcome.Busy;
        },
        ["join-second-successor"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            await t.JoinsAsync(await t.DeskAsync(), call, JoinMode.TakeOver);
            return await t.JoinsAsync(await t.DeskAsync(), call, JoinMode.TakeOver) == JoinOutcome.Busy;
        },
        ["join-full"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            for (var i = 0; i < 2; i++) await t.JoinsAsync(await t.DeskAsync(), call);
            return await t.JoinsAsync(await t.DeskAsync(), call) == JoinOutcome.Busy;
        },
        ["change-again"] = async t =>
        {
            var (call, helper, _) = await t.HelpedAsync();
            await t._one.Joins.ChangeAsync(helper, call, JoinMode.Party, None);
            return t._one.Carrier.Acts.IsEmpty;
        },
        ["change-second-successor"] = async t =>
        {
            var (call, helper, _) = await t.HelpedAsync();
            await t.JoinsAsync(await t.DeskAsync(), call, JoinMode.TakeOver);
            return await t._one.Joins.ChangeAsync(helper, call, JoinMode.TakeOver, None) == JoinOutcome.Busy;
        },
        ["change-carrier-first"] = async t =>
        {
            var (call, helper, _) = await t.HelpedAsync();
            t._one.Carrier.Set = _ => LegOutcome.Failed;
            await t._one.Joins.ChangeAsync(helper, call, JoinMode.Coach, None);
            return (await t._one.DeskAsync(helper)).Call!.Helpers.Single().Mode == JoinMode.Party;
        },
        ["change-on-her-way"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            var helper = await t.DeskAsync();
            await t.JoinsAsync(helper, call);
            var token = t._one.Carrier.Joined.Last().Token;
            await t._one.Joins.MayComeInAsync(call, token, ScriptedTelephony.JoinerLeg(token), comesIn: true);
            return await t._one.Joins.ChangeAsync(helper, call, JoinMode.Coach, None) == JoinOutcome.NotNow;
        },
        ["take-over-withdrawn"] = async t =>
        {
            var (call, _, leg) = await t.HelpedAsync();
            return (await t.Live.TakeOverAsync(call, leg, done: true)).Code == "Stale";
        },
        ["service-foreign"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            return await t._one.Joins.AddServiceAsync(await t.DeskAsync(), call, RescueService.Police, None) == JoinOutcome.NotNow;
        },
        ["service-twice"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            await t.Live.AddServiceAsync(t._operator, call, "Police");
            return (await t.Live.AddServiceAsync(t._operator, call, "Police")).Code == "Busy";
        },
        ["services-full"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            foreach (var service in new[] { "Police", "Ambulance" }) await t.Live.AddServiceAsync(t._operator, call, service);
            return (await t.Live.AddServiceAsync(t._operator, call, "Other")).Code == "Busy";
        },
        ["service-end-foreign"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            var token = (await t.Live.AddServiceAsync(t._operator, call, "Police")).Token;
            return await t._one.Joins.EndServiceAsync(await t.DeskAsync(), call, token, None) == JoinOutcome.NotNow;
        },
        ["join-deadline-met"] = async t =>
        {
            var (call, helper, _) = await t.HelpedAsync();
            await t.FireAsync($"joinring|{call}|{t._one.Carrier.Joined.Last().Token}");
            return (await t._one.DeskAsync(helper)).State == DeskState.Assisting;
        },
        ["keep-joiner-in"] = async t =>
        {
            var (call, helper, _) = await t.HelpedAsync();
            foreach (var staff in new[] { t._operator, helper }) await t._one.DeskAsync(staff);
            await t._redis.FlushAllAsync();
            foreach (var staff in new[] { t._operator, helper }) await t._one.Desks.KeepAsync(staff, "main", [Crisis], $"sip:{staff}@desk.test");
            return await t._one.Database.SortedSetScoreAsync(t._one.Keys.Timers, $"joinring|{call}|{t._one.Carrier.Joined.Last().Token}") is null;
        },
        ["take-over-timer"] = async t =>
        {
            var (call, _, _) = await t.HelpedAsync();
            return await t.FireAsync($"takeover|{call}|{t._one.Carrier.Joined.Last().Token}") is null;
        },
        ["joiner-elsewhere"] = async t =>
        {
            var (_, helper, _) = await t.HelpedAsync("CF-of-her-own");
            return (await t._one.DeskAsync(helper)).State == DeskState.Off;
        },
        ["successor-not-in"] = async t =>
        {
            var call = await t.TalkAsync(Crisis);
            var helper = await t.DeskAsync();
            await t.JoinsAsync(helper, call, JoinMode.TakeOver);
            await t._one.TellAsync(t._story!.OperatorEnded);
            return (await t._one.DeskAsync(helper)).State == DeskState.Off;
        },
    };

    private RedisServer _redis = null!;
    private Switchboard _one = null!;
    private StaffId _operator;
    private CarrierStory? _story;
    private string _conference = "";

    private LiveJoins Live => _one.Services.GetRequiredService<LiveJoins>();

    [OneTimeSetUp]
    public async Task StartAsync() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public void Are_all_of_the_scripts() => Assert.That(Shown.Keys, Is.SubsetOf(Guards.All()));

    [TestCaseSource(nameof(Names))]
    public async Task Are_missed(string guard)
    {
        Assert.That(await HoldsAsync(guard, (_, text) => text), Is.True, "with it");
        Assert.That(await HoldsAsync(guard, Guards.Without(guard)), Is.False, "without it");
    }

    private static IEnumerable<string> Names() => Shown.Keys;

    private async Task<bool> HoldsAsync(string guard, Func<string, string, string> rewrite)
    {
        await _redis.FlushAllAsync();
        await using (_one = await Switchboard.OpenAsync(_redis, [], parts => parts.AddSingleton(p =>
        {
            var scripts = ActivatorUtilities.CreateInstance<LiveScripts>(p);
            scripts.Rewrite = rewrite;
            return scripts;
        })))
            return await Shown[guard](this);
    }

    private Task<StaffId> DeskAsync() => _one.OperatorSitsDownAsync(Crisis);

    private Task<JoinOutcome> JoinsAsync(StaffId staff, CallId call, JoinMode mode = JoinMode.Party, bool oversees = true) =>
        _one.Joins.JoinAsync(staff, call, mode, _ => (true, oversees), None);

    private async Task<CallId> TalkAsync(SkillLevel skill)
    {
        _operator = await _one.OperatorIsReadyAsync(skill);
        var caller = await _one.CallerWaitsAsync(skill.Skill);
        _story = await _one.TalkNowAsync(_operator, caller);
        _conference = $"CF-{(await _one.DeskAsync(_operator)).Call!.Token}";
        return caller.Call;
    }

    /// <summary>A helper in party mode came into the call's conference, or into another.</summary>
    private async Task<(CallId Call, StaffId Helper, LegId Leg)> HelpedAsync(string? conference = null)
    {
        var call = await TalkAsync(Crisis);
        var helper = await DeskAsync();
        await JoinsAsync(helper, call);
        var leg = ScriptedTelephony.JoinerLeg(_one.Carrier.Joined.Last().Token);
        await _one.TellAsync(new CarrierFact(call, leg, FactSide.Conference, EventKind.Joined, DateTimeOffset.UnixEpoch, "helper-in", conference ?? _conference));
        if (conference is null) _one.Carrier.Acts.Clear();
        return (call, helper, leg);
    }

    private async Task<LiveEffect?> FireAsync(string entry)
    {
        await _one.Database.SortedSetAddAsync(_one.Keys.Timers, entry, 1);
        return await _one.Live.FireTimerAsync(entry, null);
    }
}
