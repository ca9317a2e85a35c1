using System.Text.RegularExpressions;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed partial class Scripts : OnRealRedis
{
    [Test]
    public async Task Survive_a_Redis_restart()
    {
        var before = await One.CallerWaitsAsync(Skill.Legal);
        await Redis.KillAsync();
        var degraded = await One.Flow.WaitAsync(before, Skill.Legal, CancellationToken.None);
        Assert.That(degraded.State, Is.EqualTo(PlaceState.Degraded), "a dead Redis is comfort, not an error");
        await Redis.RestartAsync();

        await Servers.Eventually.True(
            async () => (await One.Flow.WaitAsync(before, Skill.Legal, CancellationToken.None)) is { State: PlaceState.Waiting, Ahead: 0 }, "the caller still waits");
    }

    /// <summary>As after a fail-over to one that has nothing: both hosts miss them with every call at once.</summary>
    [Test]
    public async Task Are_given_to_a_Redis_that_has_none_by_whoever_misses_them_first()
    {
        var callers = new List<CallTicket>();
        for (var i = 0; i < 8; i++) callers.Add(await One.CallerWaitsAsync(Skill.Legal));
        for (var round = 0; round < 10; round++)
        {
            await One.Database.ExecuteAsync("FUNCTION", "FLUSH");
            var places = await Task.WhenAll(callers.Select((c, i) => (i % 2 == 0 ? One : Two).Flow.WaitAsync(c, Skill.Legal, CancellationToken.None)));
            Assert.That(places.Select(p => (p.State, p.Ahead)), Is.EqualTo(Enumerable.Range(0, 8).Select(i => (PlaceState.Waiting, i))));
        }
    }

    [Test]
    public async Task Of_two_versions_work_side_by_side()
    {
        Two.Scripts.Rewrite = (name, text) => name == "live" ? text + "\n-- another version" : text;
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        foreach (var host in new[] { Two, One, Two, One })
            Assert.That((await host.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None)).State, Is.EqualTo(PlaceState.Waiting));
        Assert.That(((StackExchange.Redis.RedisResult[])(await One.Database.ExecuteAsync("FUNCTION", "LIST"))!), Has.Length.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task A_hung_Redis_is_comfort_within_two_seconds()
    {
        var caller = await One.CallerWaitsAsync(Skill.Legal);
        Redis.Stop();
        try
        {
            var place = await One.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
            Assert.That(place.State, Is.EqualTo(PlaceState.Degraded));
        }
        finally
        {
            Redis.Continue();
        }
        await Servers.Eventually.True(
            async () => (await One.Flow.WaitAsync(caller, Skill.Legal, CancellationToken.None)).State == PlaceState.Waiting, "it goes on");
    }

    [Test]
    public void Each_states_its_contract()
    {
        foreach (var name in LiveScripts.Names)
        {
            var text = LiveScripts.Text(name);
            foreach (var part in new[] { "-- Purpose:", "-- Guarantee:", "-- KEYS:", "-- ARGV:", "-- Returns:", "-- Time source:" })
                Assert.That(text, Does.Contain(part), $"{name}.lua states {part}");
        }
    }

    /// <summary>A return code no enum knows would be an exception in front of an operator.</summary>
    [TestCase("accept_offer", typeof(Core.Agents.OfferOutcome))]
    [TestCase("decline_offer", typeof(Core.Agents.OfferOutcome))]
    [TestCase("finish_wrapup", typeof(Core.Agents.CallOutcome))]
    [TestCase("check_call", typeof(Core.Agents.CallOutcome))]
    [TestCase("book_callback", typeof(BookOutcome))]
    [TestCase("answer_callback", typeof(CallBackAnswer))]
    [TestCase("acknowledge_escalation", typeof(Core.Crisis.EscalationOutcome))]
    [TestCase("hold_escalation", typeof(Core.Crisis.EscalationOutcome))]
    [TestCase("rescue_escalation", typeof(Core.Crisis.EscalationOutcome))]
    public void Return_codes_are_members_of_one_enum(string name, Type outcomes)
    {
        var body = string.Join('\n', LiveScripts.Text(name).Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        var codes = ReturnLine().Matches(body).SelectMany(line => Code().Matches(line.Value)).Select(m => m.Groups[1].Value).Distinct().ToArray();
        Assert.That(codes, Is.Not.Empty);
        Assert.That(codes, Is.SubsetOf(Enum.GetNames(outcomes)));
    }

    [GeneratedRegex("return \\{[^\n]*")]
    private static partial Regex ReturnLine();

    [GeneratedRegex("'([A-Z][A-Za-z]+)'")]
    private static partial Regex Code();
}
