using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using NUnit.Framework;
using StackExchange.Redis;

namespace Hotline.Tests.Record;

/// <summary>How what the recorder has read is divided into transactions.</summary>
[TestFixture]
public sealed class Parts_of_a_batch
{
    [Test]
    public void A_calls_events_are_copied_together([Values(1, 3, 7, 100)] int size)
    {
        var random = new Random(size);
        CallId?[] calls = [null, .. Enumerable.Range(0, 9).Select(_ => CallId.New(TimeProvider.System))];
        CallEvent[] events = [.. Enumerable.Range(0, 60).Select(i => new CallEvent($"x:1-{i}", "call.quiet", DateTimeOffset.UnixEpoch, random.GetItems(calls, 1)[0], null, null, "{}"))];
        var parts = new EventBatch("x", [.. events.Select(e => (RedisValue)e.Id)], events).ByCall(() => size).ToList();

        Assert.That(parts.SelectMany(p => p.Events), Is.EquivalentTo(events), "all of them, each once");
        foreach (var part in parts)
        {
            Assert.That(part.Ids.Select(id => (string?)id), Is.EqualTo(part.Events.Select(e => e.Id)), "each with its id");
            Assert.That(part.Count, Is.InRange(1, size));
        }
        foreach (var call in events.Where(e => e.Call is not null).GroupBy(e => e.Call))
        {
            var holding = parts.Count(p => p.Events.Any(e => e.Call == call.Key));
            Assert.That(holding, call.Count() <= size ? Is.EqualTo(1) : Is.LessThanOrEqualTo((call.Count() / size) + 2));
            Assert.That(parts.SelectMany(p => p.Events).Where(e => e.Call == call.Key), Is.EqualTo(call), "in their order");
        }
    }
}
