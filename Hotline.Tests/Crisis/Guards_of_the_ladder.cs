using Hotline.Core.Agents;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Model;
using Hotline.Tests.Routing;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

/// <summary>Each guard of the escalations' scripts: what it keeps holds with it, and does not without it.</summary>
internal sealed class Guards_of_the_ladder : OnLadders
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System), Other = StaffId.New(TimeProvider.System);

    /// <summary>Guard → true when what it keeps is kept. What the model does not play, or sees too seldom: a step under a lost claim, rescues, people on call, and what is asked of a counsellor after a risk call.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Guards_of_the_ladder, Task<bool>>> Shown = new Dictionary<string, Func<Guards_of_the_ladder, Task<bool>>>(StringComparer.Ordinal)
    {
        ["pause-for-avoided"] = async t =>
        {
            var (caller, op, token) = await t.One.TalkAsync(Skill.Crisis);
            var other = await t.One.CallerWaitsAsync(Skill.Crisis, "+8613911114444");
            var key = System.Text.Json.Nodes.JsonNode.Parse((string)(await t.One.Database.HashGetAsync(t.One.Keys.Calls, other.Call.ToString()))!)!["key"]!.GetValue<string>();
            await t.One.Live.AvoidAsync(key, op, true);
            await t.One.TellAsync(new CarrierStory(caller, op, token).CallerLeft);
            await t.One.Desks.FinishWrapUpAsync(op, caller.Call);
            return (await t.One.DeskAsync(op)).State == DeskState.Break;
        },
        ["page-claim"] = async t =>
        {
            var id = await t.AlarmAsync();
            await t.One.FireClaimedAsync("page|" + id, 7);
            return (await t.ReadAsync(id)).Paged.Count == 0;
        },
        ["order-claim"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            await t.Two.FireClaimedAsync($"dialpage|{id}|{token}", 7);
            return t.Pager.Orders.Count == 1;
        },
        ["order-void"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            await t.One.Escalations().NotePageAsync(id, token, "text");
            // An entry that a host of another version left behind.
            await t.One.Database.SortedSetAddAsync(t.One.Keys.Timers, $"dialpage|{id}|{token}", 1);
            await t.Two.FireClaimedAsync($"dialpage|{id}|{token}", 1);
            return t.Pager.Orders.Count == 1;
        },
        ["page-void"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            await t.One.Escalations().AcknowledgeAsync(id, Me);
            return !await t.One.Escalations().NotePageAsync(id, token, "telephone", new LegId("leg"));
        },
        ["page-taken"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            await t.One.Escalations().AcknowledgeAsync(id, Me);
            return await t.One.Escalations().PageAnsweredAsync(id, token, machine: false) == EscalationOutcome.AlreadyAcknowledged;
        },
        ["page-unknown"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            return await t.One.Escalations().PageAnsweredAsync(id, token + 1, machine: false) == EscalationOutcome.Unknown;
        },
        ["page-machine-once"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            foreach (var _ in "12") await t.One.Escalations().PageAnsweredAsync(id, token, machine: true);
            return (await t.One.EventsAsync(Core.Calls.EventKind.EscalationPaged)).Count(d => d.Contains("machine", StringComparison.Ordinal)) == 1;
        },
        ["page-machines-alone"] = async t =>
        {
            t.Ladders.Are(Step(LadderLevel.OnCall, 60, Person("li"), Person("wang")));
            var id = await t.AlarmAsync();
            await t.StepAsync(id);
            await t.One.Escalations().PageAnsweredAsync(id, t.Pager.Orders.First().Token, machine: true);
            return (await t.ReadAsync(id)).NextAt > (await t.One.Escalations().ReadAsync())!.At.AddSeconds(30);
        },
        ["page-joined"] = async t =>
        {
            var caller = await t.One.CallerWaitsAsync(Skill.Legal);
            var gone = (await t.One.Escalations().RaiseAsync(Me, caller.Call, EscalationCause.Operator, "main")).Id!.Value;
            await t.One.Escalations().AcknowledgeAsync(gone, Me);
            await t.One.Escalations().CloseAsync(gone, Me, CrisisOutcome.Safe);
            await t.One.Escalations().RaiseAsync(Me, caller.Call, EscalationCause.Operator, "main");
            return await t.One.Escalations().PageAnsweredAsync(gone, 1, machine: false) == EscalationOutcome.Unknown;
        },
        ["page-token"] = async t =>
        {
            var (id, token) = await t.PagedAsync();
            return await t.One.Escalations().AcknowledgeByPhoneAsync(id, token + 1) == EscalationOutcome.Unknown && (await t.ReadAsync(id)).State == EscalationState.Paging;
        },
        ["progress-puts-off-reminders-only"] = async t =>
        {
            var id = await t.AlarmAsync();
            await t.One.Escalations().ProgressAsync(id, Me, "joined");
            return (await t.ReadAsync(id)).NextAt <= (await t.One.Escalations().ReadAsync())!.At;
        },
        ["close-open-rescue"] = async t =>
        {
            var id = await t.RescueAsync();
            return await t.One.Escalations().CloseAsync(id, Me, CrisisOutcome.Safe) == EscalationOutcome.NeedsOutcome;
        },
        ["rescue-foreign"] = async t =>
        {
            var id = await t.RescueAsync();
            return await t.One.Escalations().RescueAsync(id, Other, new RescueAct.Note(1, RescueStep.Ended)) == EscalationOutcome.NotYours;
        },
        ["rescue-once"] = async t =>
        {
            var id = await t.RescueAsync();
            foreach (var _ in "12") await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Ended));
            return await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Ended)) == EscalationOutcome.Done;
        },
        ["rescue-ended"] = async t =>
        {
            var id = await t.RescueAsync();
            await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Ended));
            return await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Arrived)) == EscalationOutcome.Closed;
        },
        ["rescue-backwards"] = async t =>
        {
            var id = await t.RescueAsync();
            await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Arrived));
            return await t.One.Escalations().RescueAsync(id, Me, new RescueAct.Note(1, RescueStep.Dispatched)) == EscalationOutcome.Unknown;
        },
        ["rescue-claim"] = async t =>
        {
            var id = await t.RescueAsync();
            await t.One.FireClaimedAsync($"rescue|{id}|1", 7);
            return !(await t.ReadAsync(id)).Rescues.Single().Overdue;
        },
    };

    [Test]
    public void Are_all_of_the_scripts() => Assert.That(Shown.Keys, Is.SubsetOf(Guards.All()));

    [TestCaseSource(nameof(Names))]
    public async Task Are_missed(string guard)
    {
        Assert.That(await Shown[guard](this), Is.True, "with it");
        await Redis.FlushAllAsync();
        Pager.Orders.Clear();
        await One.DisposeAsync();
        One = await HostAsync(Guards.Without(guard));
        await Two.DisposeAsync();
        Two = await HostAsync(Guards.Without(guard));
        Assert.That(await HoldsAsync(guard), Is.False, "without it");
    }

    private async Task<bool> HoldsAsync(string guard)
    {
        try
        {
            return await Shown[guard](this);
        }
        catch (StackExchange.Redis.RedisServerException)
        {
            // A script that fails keeps nothing.
            return false;
        }
    }

    private static IEnumerable<string> Names() => Shown.Keys;

    private async Task<(EscalationId, long)> PagedAsync()
    {
        Ladders.Are(Step(LadderLevel.OnCall, 30, Person("li")));
        var id = await AlarmAsync();
        await StepAsync(id);
        return (id, Pager.Orders.Single().Token);
    }

    private async Task<EscalationId> RescueAsync()
    {
        var id = await AlarmAsync();
        await One.Escalations().AcknowledgeAsync(id, Me);
        await One.Escalations().RescueAsync(id, Me, new RescueAct.Ask(RescueService.Police));
        return id;
    }
}
