using System.Text.RegularExpressions;
using Hotline.Core.Crisis;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Architecture;
using Hotline.Tests.Policy;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Crisis;

/// <summary>Two hosts, a ladder of people on call, and carriers that do as they are told. A step lasts longer than any test: what is due is made so.</summary>
internal sealed class Paging_at_the_carrier : OnRealRedis
{
    private const string Wang = "+8613800003333", Li = "+8613800004444";

    protected override Dictionary<string, string?> Settings => new() { ["Routing:PolicyFile"] = PolicyFile(Redis.Folder) };

    /// <summary>Wang by text and telephone, then Li by telephone, then everybody.</summary>
    public static string PolicyFile(string folder)
    {
        var file = Path.Combine(folder, "paging-policy.json");
        File.WriteAllText(file, PolicyJson.Write(Example with
        {
            Crisis = new()
            {
                OnCall = [new() { Id = "wang", Name = "王老师", Phone = Wang }, new() { Id = "li", Name = "李老师", Phone = Li, Text = false }],
                Ladders = [new() { Steps = [Page(StepLevel.OnCall, 600, "wang"), Page(StepLevel.OnCall, 600, "li"), Page(StepLevel.Everybody, 600)] }],
            },
        }));
        return file;
    }

    [Test]
    public async Task Sends_the_text_and_rings_and_orders_neither_again()
    {
        await One.RunTimersAsync();
        var ring = await PagedAsync(One, await RaisedAsync());
        Assert.That((ring.Number.Reveal(), ring.Again), Is.EqualTo((Wang, false)));
        Assert.That(One.Carrier.Texted.Select(t => (t.Number.Reveal(), t.Body, t.Again)), Is.EqualTo(new[] { (Wang, PageWording.Text, false) }));
        await NotedAsync(ring);
    }

    [Test]
    public async Task Whoever_presses_one_has_it_and_nobody_is_paged_any_more()
    {
        await One.RunTimersAsync();
        var id = await RaisedAsync();
        var ring = await PagedAsync(One, id);
        await NotedAsync(ring);
        Assert.That(await Escalations(Two).AcknowledgeByPhoneAsync(id, ring.Token), Is.EqualTo(EscalationOutcome.Done));
        Assert.That(await Escalations(One).AcknowledgeByPhoneAsync(id, ring.Token), Is.EqualTo(EscalationOutcome.Done), "the carrier may ask twice");
        var held = (await Escalations(One).ReadAsync())!.Escalations.Single();
        Assert.That((held.State, held.AckBy, held.AckHow), Is.EqualTo((EscalationState.Acknowledged, "wang", "telephone")));

        await One.MakeDueAsync($"page|{id}");
        await Eventually.True(async () => (await Escalations(One).ReadAsync())!.Escalations.Single().Reminded, "what is due now is a reminder");
        Assert.That((One.Carrier.Paged.Count, One.Carrier.Texted.Count), Is.EqualTo((1, 1)));
        Assert.That(One.Carrier.Acts.Concat(Two.Carrier.Acts), Is.Empty, "and her own line is left alone");
    }

    [Test]
    public async Task Whoever_does_not_press_one_has_acknowledged_nothing_and_the_next_is_paged()
    {
        await One.RunTimersAsync();
        var id = await RaisedAsync();
        await NotedAsync(await PagedAsync(One, id));
        await One.MakeDueAsync($"page|{id}");
        var next = await PagedAsync(One, id, 2);
        Assert.That(next.Number.Reveal(), Is.EqualTo(Li));
        Assert.That(One.Carrier.Texted, Has.Count.EqualTo(1), "she is only rung");
        Assert.That((await Escalations(One).ReadAsync())!.Escalations.Single().State, Is.EqualTo(EscalationState.Paging));
    }

    [Test]
    public async Task A_dead_number_is_not_tried_again_and_the_ladder_goes_on()
    {
        One.Carrier.Page = (_, _) => Task.FromResult<RingOutcome>(new RingOutcome.Refused("carrier code 21211"));
        One.Carrier.Text = _ => TextOutcome.Refused;
        await One.RunTimersAsync();
        var id = await RaisedAsync();
        await NotedAsync(await PagedAsync(One, id));
        await One.MakeDueAsync($"page|{id}");
        Assert.That((await PagedAsync(One, id, 2)).Number.Reveal(), Is.EqualTo(Li));
    }

    [Test]
    public async Task What_a_host_died_over_another_one_does_after_it_has_looked()
    {
        EscalationId id;
        RingPage lost;
        await using (var dies = await Switchboard.OpenAsync(Redis, Settings))
        {
            dies.Carrier.Page = (_, _) => throw new InvalidOperationException("the host is dead");
            await dies.RunTimersAsync();
            id = await RaisedAsync();
            lost = await PagedAsync(dies, id);
            Assert.That(await OrderedAsync(lost), Is.True, "nobody noted it");
        }
        await Two.RunTimersAsync();
        await Two.MakeDueAsync(EntryOf(lost));
        var again = await PagedAsync(Two, id);
        Assert.That(again, Is.EqualTo(lost with { Again = true }), "the same page, and whoever does it looks before dialling");
        Assert.That(Two.Carrier.Texted.Single().Again, Is.True);
        await NotedAsync(again);
    }

    [Test]
    public async Task A_carrier_that_has_too_much_to_do_is_asked_again()
    {
        One.Carrier.Page = (_, _) => Task.FromResult<RingOutcome>(new RingOutcome.Refused("carrier status 429", ForNow: true));
        await One.RunTimersAsync();
        var id = await RaisedAsync();
        var refused = await PagedAsync(One, id);
        await Eventually.True(() => OrderedAsync(refused), "it is still to be done");
        One.Carrier.Page = (ring, _) => Task.FromResult<RingOutcome>(new RingOutcome.Ringing(ScriptedTelephony.PageLeg(ring)));
        await One.MakeDueAsync(EntryOf(refused));
        Assert.That((await PagedAsync(One, id, 2)).Again, Is.True);
        await NotedAsync(refused);
    }

    [Test]
    public async Task A_telephone_that_begins_to_ring_after_somebody_acknowledged_is_stopped()
    {
        var by = StaffId.New(TimeProvider.System);
        One.Carrier.Page = async (ring, _) =>
        {
            await Escalations(Two).AcknowledgeAsync(ring.Escalation, by);
            return new RingOutcome.Ringing(ScriptedTelephony.PageLeg(ring));
        };
        await One.RunTimersAsync();
        var ring = await PagedAsync(One, await RaisedAsync());
        await Eventually.True(() => One.Carrier.Acts.Any(a => a.Act == "stop-ringing" && a.Leg == ScriptedTelephony.PageLeg(ring)), "it is stopped");
    }

    [Test]
    public async Task Acknowledging_stops_the_telephones_that_ring_but_not_hers()
    {
        await One.RunTimersAsync();
        var id = await RaisedAsync();
        var first = await PagedAsync(One, id);
        await NotedAsync(first);
        await One.MakeDueAsync($"page|{id}");
        var second = await PagedAsync(One, id, 2);
        await NotedAsync(second);
        Assert.That(await Escalations(One).AcknowledgeByPhoneAsync(id, second.Token), Is.EqualTo(EscalationOutcome.Done));
        await Eventually.True(() => One.Carrier.Acts.Count == 1, "one telephone is stopped");
        Assert.That(One.Carrier.Acts.Single(), Is.EqualTo(("stop-ringing", (Core.Calls.CallId?)null, ScriptedTelephony.PageLeg(first))));
        Assert.That(await Escalations(One).AcknowledgeByPhoneAsync(id, first.Token), Is.EqualTo(EscalationOutcome.AlreadyAcknowledged));
    }

    [Test]
    public async Task An_order_that_hangs_is_given_up_before_it_comes_again()
    {
        var look = Regex.Match(await File.ReadAllTextAsync(Path.Combine(SourceFile.Root, "Hotline.Core/Routing/Redis/live.lua")), @"DIAL_LOOK_MS = \d+, (\d+)").Groups[1].Value;
        Assert.That(Pager.LongestOrder.TotalMilliseconds, Is.LessThan(double.Parse(look, System.Globalization.CultureInfo.InvariantCulture) - 1000));

        var given = false;
        One.Carrier.Page = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            given = true;
            throw new OperationCanceledException(stop);
        };
        var pager = new Pager(One.Carrier, Escalations(One), new Impatient(), NullLogger<Pager>.Instance);
        var person = new OnCallPerson("wang", "王老师", Core.Directory.PhoneNumber.TryParse(Wang, out var phone) ? phone : throw new FormatException(), Text: false, Call: true);
        await pager.PageAsync(new PageOrder(EscalationId.WithoutCall(TimeProvider.System), 1, person, Again: false), CancellationToken.None);
        Assert.That(given, Is.True);
    }

    private static Escalations Escalations(Switchboard host) => host.Services.GetRequiredService<Escalations>();

    private async Task<EscalationId> RaisedAsync() =>
        (await Escalations(One).RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "region")).Id!.Value;

    private static async Task<RingPage> PagedAsync(Switchboard host, EscalationId id, int nth = 1)
    {
        await Eventually.True(() => host.Carrier.Paged.Count >= nth, $"page {nth} is placed");
        var ring = host.Carrier.Paged.ElementAt(nth - 1);
        Assert.That(ring.Escalation, Is.EqualTo(id));
        return ring;
    }

    private static string EntryOf(RingPage ring) => $"dialpage|{ring.Escalation}|{ring.Token}";

    private async Task<bool> OrderedAsync(RingPage ring) => await Two.Database.SortedSetScoreAsync(Two.Keys.Timers, EntryOf(ring)) is not null;

    private Task NotedAsync(RingPage ring) => Eventually.True(async () => !await OrderedAsync(ring), "what became of the page is noted");

    /// <summary>A clock by which every time-out is over at once.</summary>
    private sealed class Impatient : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period);
    }
}
