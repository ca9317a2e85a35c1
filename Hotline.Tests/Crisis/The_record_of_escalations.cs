using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

public sealed class The_record_of_escalations(StorageProvider provider) : DatabaseSpec(provider)
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 3, 2, 1, 250, TimeSpan.Zero);
    private static readonly StaffId Li = StaffId.New(TimeProvider.System), Wang = StaffId.New(TimeProvider.System);

    private EscalationStore Store => new(Database);

    private CallRecordStore Record => new(Database, [Store]);

    [Test]
    public async Task Every_order_and_every_cut_into_batches_gives_one_row([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        var (id, story) = Story();
        var mixed = story.Concat(story.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(mixed);
        foreach (var batch in mixed.Chunk(random.Next(1, 6))) await Record.AppendAsync(batch);

        var e = (await Store.GetAsync(id))!;
        Assert.That((e.Call, e.Centre, e.Skill, e.NumberKey, e.NumberMask, e.RaisedBy, e.RaisedAt), Is.EqualTo((id.Call, "main", "crisis", "key", "138····5678", (StaffId?)Li, At)));
        Assert.That(e.Causes, Is.EqualTo(new[] { EscalationCause.Operator, EscalationCause.Dropped }));
        Assert.That((e.AcknowledgedAt, e.AcknowledgedBy, e.Holder, e.HeldBy, e.HeldSince), Is.EqualTo(((DateTimeOffset?)At.AddSeconds(30), "zhao", Wang.ToString(), "console", (DateTimeOffset?)At.AddSeconds(90))),
            "the first acknowledgement is what is measured; the holder is the last");
        Assert.That((e.Round, e.Steps, e.ClosedAt, e.ClosedBy, e.Outcome), Is.EqualTo((2, 3, (DateTimeOffset?)At.AddSeconds(200), (StaffId?)Wang, (CrisisOutcome?)CrisisOutcome.RescueArrived)));
        Assert.That(e.Rescues.Single(), Is.EqualTo(new RescueRecord(1, RescueService.Police, RescueStep.Ended, At.AddSeconds(150), null, Wang, "110")));
        Assert.That((await Store.TimelineAsync(id)).Select(t => t.Kind), Is.EqualTo(story.Select(s => s.Kind)));
        Assert.That((await Store.TimelineAsync(id))[0].Detail, Does.Not.Contain("numberKey"));
    }

    [Test]
    public async Task Racing_recorders_leave_one_row_folded_from_everything()
    {
        var stories = Enumerable.Range(0, 5).Select(_ => Story()).ToList();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(n => Task.Run(async () =>
        {
            var mixed = stories.SelectMany(s => s.Events).ToArray();
            new Random(n).Shuffle(mixed);
            foreach (var batch in mixed.Chunk(7)) await Record.AppendAsync(batch);
        })));
        foreach (var (id, _) in stories)
        {
            var e = (await Store.GetAsync(id))!;
            Assert.That((e.Steps, e.Outcome, e.Causes.Count), Is.EqualTo((3, (CrisisOutcome?)CrisisOutcome.RescueArrived, 2)));
        }
        Assert.That(await Store.OpenAsync(10), Is.Empty);
    }

    [Test]
    public async Task Lists_a_centres_newest_first_before_a_moment_and_what_is_open()
    {
        for (var i = 0; i < 5; i++)
        {
            var id = EscalationId.WithoutCall(TimeProvider.System);
            await Record.AppendAsync([Event(id, i, EventKind.EscalationRaised, 60 * i, null, $$"""{"cause":"FollowUp","centre":"{{(i == 1 ? "other" : "main")}}"}""")]);
        }
        var listed = await Store.BeforeAsync(["main", "league"], At.AddSeconds(240), 2);
        Assert.That(listed.Select(e => (e.RaisedAt, e.Call)), Is.EqualTo(new[] { (At.AddSeconds(180), (CallId?)null), (At.AddSeconds(120), null) }));
        Assert.That(await Store.OpenAsync(10), Has.Count.EqualTo(5));
    }

    /// <summary>Raised, paged, taken by telephone, handed back, taken at a console, a rescue, closed.</summary>
    private static (EscalationId Id, CallEvent[] Events) Story()
    {
        var id = new EscalationId($"{CallId.New(TimeProvider.System)}.1");
        var n = 0;
        CallEvent Told(string kind, int seconds, StaffId? staff, string detail) => Event(id, ++n, kind, seconds, staff, detail);
        return (id,
        [
            Told(EventKind.EscalationRaised, 0, Li, """{"cause":"Operator","centre":"main","skill":"crisis","numberKey":"key","numberMask":"138····5678"}"""),
            Told(EventKind.EscalationPaged, 0, null, """{"how":"console","level":"Counsellors","round":1,"step":1}"""),
            Told(EventKind.EscalationPaged, 20, null, """{"how":"console","level":"OnCall","round":1,"step":2}"""),
            Told(EventKind.EscalationPaged, 20, null, """{"how":"order","level":"OnCall","round":1,"step":2,"who":"zhao"}"""),
            Told(EventKind.EscalationAcknowledged, 30, null, """{"how":"telephone","who":"zhao","afterMs":30000}"""),
            Told(EventKind.EscalationCause, 40, null, """{"cause":"Dropped"}"""),
            Told(EventKind.EscalationHandedBack, 60, null, """{"by":"time"}"""),
            Told(EventKind.EscalationPaged, 60, null, """{"how":"console","level":"Counsellors","round":2,"step":1}"""),
            Told(EventKind.EscalationAcknowledged, 90, Wang, $$"""{"how":"console","who":"{{Wang}}","afterMs":90000}"""),
            Told(EventKind.EscalationRescue, 100, Wang, """{"rescue":1,"service":"Police","step":"Asked","contact":"110","dueMs":1777863721250}"""),
            Told(EventKind.EscalationRescue, 130, null, """{"rescue":1,"service":"Police","step":"Asked","how":"overdue"}"""),
            Told(EventKind.EscalationRescue, 150, Wang, """{"rescue":1,"service":"Police","step":"Ended","contact":"110"}"""),
            Told(EventKind.EscalationClosed, 200, Wang, """{"outcome":"RescueArrived","openMs":200000}"""),
        ]);
    }

    private static CallEvent Event(EscalationId id, int n, string kind, int seconds, StaffId? staff, string detail) =>
        new($"test:{id}-{n}", kind, At.AddSeconds(seconds), id.Call, staff, $"escalation/{id}/{1_777_860_121_250 + n:D15}-01", detail);
}
