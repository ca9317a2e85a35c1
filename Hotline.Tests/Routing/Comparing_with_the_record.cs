using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Core.Telephony;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>The reconciler and the record, after the live state was wiped.</summary>
internal sealed class Comparing_with_the_record : OnRealRedis
{
    private const string Number = "+8613811110000";

    private CallRecordStore Record => One.Services.GetRequiredService<CallRecordStore>();

    [SetUp]
    public async Task MigrateAsync()
    {
        foreach (var host in new[] { One, Two }) await host.Services.GetRequiredService<Migrator>().RunAsync();
    }

    [Test]
    public async Task A_call_that_ended_unseen_is_ended_once()
    {
        var call = await RecordedCallAsync(TimeSpan.FromMinutes(30));
        await Redis.FlushAllAsync();
        One.Carrier.Status = LegStatus.Live;
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty, "the carrier says that she is still there");

        // It told of the end when no call was known for the leg.
        var ended = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddMinutes(-4).ToUnixTimeSeconds());
        var leg = new LegId($"leg-of-{call}");
        await One.TellAsync(new CarrierFact(null, leg, FactSide.Caller, EventKind.LegEnded, ended, $"{leg}/{EventKind.LegEnded}"));
        await CopyAsync();
        One.Carrier.Status = LegStatus.Ended;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => One.ReconcileAsync()));
        Assert.That(await One.RepairsAsync(), Is.EqualTo([RepairKind.EndLost]));

        await CopyAsync();
        var row = (await Record.GetAsync(call))!;
        Assert.That((row.State, row.EndedAt), Is.EqualTo((CallState.Abandoned, (DateTimeOffset?)ended)), "when the carrier says that it ended");
        Assert.That(await Record.OpenAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10), Is.Empty);
    }

    [Test]
    public async Task A_caller_whom_only_the_carrier_knows_is_brought_back_once()
    {
        var call = await RecordedCallAsync(TimeSpan.FromMinutes(30));
        var stands = new CallEvent($"test:{call}:w", EventKind.Waiting, TimeProvider.System.GetUtcNow().AddMinutes(-29), call, null, null, """{"lane":"main/legal/1","skill":"legal","centre":"main"}""");
        await Record.AppendAsync([stands]);
        await Redis.FlushAllAsync();
        One.Carrier.Status = Two.Carrier.Status = LegStatus.Live;
        await One.ReconcileAsync();
        await Two.ReconcileAsync();
        Assert.That(Returned(), Is.Empty, "her own next request may be on its way");

        await LastLookWasLongAgoAsync(call);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0 ? One.ReconcileAsync() : Two.ReconcileAsync()));
        Assert.That(Returned(), Is.EqualTo([("return to legal", (CallId?)call, new LegId($"leg-of-{call}"))]));
        Assert.That(await One.RepairsAsync(), Is.EqualTo([RepairKind.CallerLost]));
    }

    [Test]
    public async Task A_caller_who_is_with_somebody_or_is_known_again_is_not_moved()
    {
        var (alone, with) = (await RecordedCallAsync(TimeSpan.FromMinutes(30)), await RecordedCallAsync(TimeSpan.FromMinutes(31)));
        await Redis.FlushAllAsync();
        One.Carrier.Status = LegStatus.Live;
        One.Carrier.Return = ReturnOutcome.WithSomebody;
        await One.ReconcileAsync();
        await One.Flow.ArriveAsync(new LegId($"leg-of-{alone}"), null, null, CancellationToken.None);
        foreach (var call in new[] { alone, with }) await LastLookWasLongAgoAsync(call);
        await One.ReconcileAsync();
        Assert.That(Returned().Select(r => r.Call), Is.EqualTo([with]), "the leg of the other is known under another call");
        Assert.That(await One.RepairsAsync(), Is.Empty);
        await One.ReconcileAsync();
        Assert.That(Returned(), Has.Length.EqualTo(1), "asked about again a while later only");
    }

    [Test]
    public async Task A_call_the_live_state_knows_and_a_young_one_are_left_alone()
    {
        One.Carrier.Status = LegStatus.Ended;
        await RecordedCallAsync(TimeSpan.FromMinutes(1));
        await Redis.FlushAllAsync();
        var known = await One.CallerWaitsAsync(Skill.Legal);
        await Record.AppendAsync([Arrived(known.Call, known.Leg, TimeSpan.FromMinutes(30))]);
        await One.ReconcileAsync();
        Assert.That(await One.RepairsAsync(), Is.Empty);
    }

    [Test]
    public async Task Who_spoke_with_a_number_last_is_remembered_again_after_a_wipe()
    {
        var (caller, op, _) = await One.TalkAsync(Skill.Legal, Number);
        await CopyAsync();
        Assert.That((await Record.GetAsync(caller.Call))!.AnsweredBy, Is.EqualTo(op));
        await Redis.FlushAllAsync();

        await Task.WhenAll(One.ReconcileAsync(), One.ReconcileAsync());

        await One.Desks.KeepAsync(op, "main", [new SkillLevel(Skill.Legal, 2)], "sip:x@desk.test");
        var longer = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 2));
        await One.Desks.SetPresenceAsync(op, Presence.Ready, null);
        var again = await One.CallerWaitsAsync(Skill.Legal, Number);
        Assert.That((await One.DeskAsync(op)).Call?.Call, Is.EqualTo(again.Call), "her own counsellor, though the other one waits longer");
        Assert.That((await One.DeskAsync(longer)).State, Is.EqualTo(DeskState.Ready));
        Assert.That(await One.Live.WantsNumbersAsync(), Is.False, "given once");
    }

    private async Task<CallId> RecordedCallAsync(TimeSpan ago)
    {
        var call = CallId.New(TimeProvider.System);
        await Record.AppendAsync([Arrived(call, new LegId($"leg-of-{call}"), ago)]);
        return call;
    }

    private (string Act, CallId? Call, LegId Leg)[] Returned() => [.. One.Carrier.Acts.Concat(Two.Carrier.Acts).Where(a => a.Act.StartsWith("return", StringComparison.Ordinal))];

    private async Task LastLookWasLongAgoAsync(CallId call) =>
        Assert.That(await One.Database.SortedSetIncrementAsync(One.Keys.Facts, $"call/{call}/lost", -120_000), Is.Positive, "it was looked at");

    private static CallEvent Arrived(CallId call, LegId leg, TimeSpan ago) => new(
        $"test:{call}", EventKind.Arrived, TimeProvider.System.GetUtcNow() - ago, call, null, $"call/{call}/arrived", $$"""{"leg":"{{leg}}"}""");

    /// <summary>What the recorder does.</summary>
    private async Task CopyAsync()
    {
        var stream = new Core.Calls.Redis.EventStream(One.Services.GetRequiredService<Core.Storage.Redis.RedisConnection>(), new Core.Directory.NetworkOptions().Name);
        while (await stream.ReadAsync() is { Events.Count: > 0 } batch)
        {
            await Record.AppendAsync(batch.Events);
            await stream.TrimAsync(batch);
        }
    }
}
