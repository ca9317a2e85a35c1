using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Random commands of callers, operators, the carrier and the timers, raced from two hosts; after every volley the whole live state is checked.</summary>
internal sealed class Offering : OnRealRedis
{
    [Test]
    public void No_call_and_no_operator_are_in_two_offers()
    {
        var volleys = Gen.Choose(0, int.MaxValue - 1).ListOf(8).ListOf(12).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(volleys, volley =>
        {
            var violations = PlayAsync(volley).GetAwaiter().GetResult();
            return (violations.Length == 0).Label(string.Join("; ", violations));
        }));
    }

    private async Task<string[]> PlayAsync(IEnumerable<IEnumerable<int>> volleys)
    {
        await Redis.FlushAllAsync();
        var operators = new List<StaffId>();
        foreach (var skills in RandomCommands.Skilled) operators.Add(await One.OperatorSitsDownAsync(skills));
        var callers = new List<CallTicket>();
        for (var i = 0; i < 6; i++) callers.Add(await One.CallerDialsAsync());
        foreach (var volley in volleys)
        {
            await Task.WhenAll(volley.Select((n, i) => RandomCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)));
            var violations = (await LiveStatePicture.TakeAsync(One)).Violations().ToArray();
            if (violations.Length > 0) return violations;
        }
        return [.. One.Carrier.Rung.Concat(Two.Carrier.Rung).GroupBy(r => r.Token).Where(g => g.Count() > 1).Select(g => $"token {g.Key} was rung twice")];
    }
}
