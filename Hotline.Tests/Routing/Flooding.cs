using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>One number or one trunk with very many calls keeps nobody else waiting, and nobody is refused.</summary>
internal sealed class Flooding : OnRealRedis
{
    private const string Flooder = "+8613700000000";

    [Test]
    public async Task One_number_stands_back_with_what_is_beyond_its_share()
    {
        for (var i = 0; i < 20; i++) await One.CallerWaitsAsync(Skill.Legal, Flooder);
        var other = await Two.CallerDialsAsync();
        Assert.That((await Two.Flow.EnterAsync(other, Skill.Legal, EnteredBy.Key, CancellationToken.None)).Ahead, Is.EqualTo(2), "the flooder's first two only");
    }

    [Test]
    public async Task A_wiped_live_state_changes_nobodys_place_whoever_comes_back_first()
    {
        List<CallTicket> all = [];
        for (var i = 0; i < 6; i++)
        {
            var ticket = await One.CallerDialsAsync(i % 2 == 0 || i == 3 ? Flooder : null);
            var place = await One.Flow.EnterAsync(ticket, Skill.Legal, EnteredBy.Key, CancellationToken.None);
            all.Add(ticket with { PlaceAt = place.At });
        }
        async Task<int[]> PlacesAsync()
        {
            List<int> places = [];
            foreach (var ticket in all) places.Add((await Two.Flow.WaitAsync(ticket, Skill.Legal, CancellationToken.None)).Ahead);
            return [.. places];
        }
        var before = await PlacesAsync();
        await Redis.FlushAllAsync();
        all.Reverse();
        await PlacesAsync();
        all.Reverse();
        Assert.That(await PlacesAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Calls_that_are_over_do_not_count()
    {
        for (var i = 0; i < 5; i++) await One.TellAsync(new CarrierStory(await One.CallerWaitsAsync(Skill.Legal, Flooder), default, 1).CallerEnded);
        var first = await One.CallerWaitsAsync(Skill.Legal, Flooder);
        await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.Flow.WaitAsync(first, Skill.Legal, CancellationToken.None)).Ahead, Is.Zero);
    }

    [Test]
    public async Task One_trunk_stands_back_with_what_is_beyond_its_share()
    {
        One.Routes.Rules = Two.Routes.Rules = new RouteRules { PerTrunk = 3 };
        for (var i = 0; i < 10; i++) await One.CallerWaitsAsync(Skill.Legal);
        var other = await Two.Flow.ArriveAsync(new Core.Telephony.LegId("another-trunk"), null, "+864711234567", CancellationToken.None);
        Assert.That((await Two.Flow.EnterAsync(other, Skill.Legal, EnteredBy.Key, CancellationToken.None)).Ahead, Is.EqualTo(3));
        Assert.That((await One.EventsAsync(EventKind.Waiting)).Select(StoodBack), Is.EqualTo(new double?[] { null, null, null }.Concat(Enumerable.Repeat<double?>(120_000, 7)).Append(null)),
            "a longer wait has its reason in the timeline");
    }

    private static double? StoodBack(string detail)
    {
        using var told = JsonDocument.Parse(detail);
        return told.RootElement.TryGetProperty("backMs", out var ms) ? ms.GetDouble() : null;
    }

    [Test]
    public async Task A_block_stands_back_but_never_closes_the_crisis_exit()
    {
        var key = await KeyOfAsync(Flooder);
        await One.Live.BlockAsync(key, DateTimeOffset.MaxValue.AddYears(-7000));
        var blocked = await One.CallerWaitsAsync(Skill.Legal, Flooder);
        await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.Flow.WaitAsync(blocked, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1), "after those who came later, not refused");

        var crisis = await Two.Flow.EnterAsync(blocked, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        var later = await Two.CallerWaitsAsync(Skill.Crisis);
        Assert.That(crisis.Ahead, Is.Zero);
        Assert.That((await Two.Flow.WaitAsync(later, Skill.Crisis, CancellationToken.None)).Ahead, Is.EqualTo(1));

        await One.Live.BlockAsync(key, null);
        await One.TellAsync(new CarrierStory(blocked, default, 1).CallerEnded);
        var free = await One.CallerWaitsAsync(Skill.Psychological, Flooder);
        await One.CallerWaitsAsync(Skill.Psychological);
        Assert.That((await One.Flow.WaitAsync(free, Skill.Psychological, CancellationToken.None)).Ahead, Is.Zero);
    }

    private async Task<string> KeyOfAsync(string number)
    {
        var call = await One.CallerWaitsAsync(Skill.Legal, number);
        var text = (string)(await One.Database.HashGetAsync(One.Keys.Calls, call.Call.ToString()))!;
        await One.TellAsync(new CarrierStory(call, default, 1).CallerEnded);
        await Redis.FlushAllAsync();
        return Core.Routing.Redis.LiveCall.Parse(text)!.NumberKey;
    }
}
