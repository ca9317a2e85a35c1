using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>Racing helpers, operators and callers.</summary>
internal sealed class Joining_at_random : JoiningSpec
{
    [Test]
    public void Whatever_everybody_does_at_once_nobody_is_left_in_a_call_or_without_one()
    {
        var (joins, takenOver) = (0, 0);
        var volleys = Gen.Choose(0, int.MaxValue - 1).ListOf(12).ListOf(16).ToArbitrary();
        // Chance may have little to show at first.
        for (var more = 0; more < 10 && (joins <= 50 || takenOver == 0); more++)
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(50), Prop.ForAll(volleys, volley =>
            {
                var found = PlayAsync(volley).GetAwaiter().GetResult();
                joins += One.Carrier.Joined.Count + Two.Carrier.Joined.Count;
                takenOver += One.EventsAsync(EventKind.TakenOver).GetAwaiter().GetResult().Length;
                return (found.Length == 0).Label(found);
            }));
        Assert.That(joins, Is.GreaterThan(50), "otherwise it shows little");
        Assert.That(takenOver, Is.GreaterThan(0), "otherwise it shows little");
        TestContext.Out.WriteLine($"{joins} joined, {takenOver} taken over");
    }

    private async Task<string> PlayAsync(IEnumerable<IEnumerable<int>> volleys)
    {
        await Redis.FlushAllAsync();
        One.Carrier.Clear();
        Two.Carrier.Clear();
        var operators = new List<StaffId>();
        for (var i = 0; i < 9; i++) operators.Add(await One.OperatorIsReadyAsync(RandomCommands.Skilled[i % RandomCommands.Skilled.Length]));
        var callers = new List<CallTicket>();
        for (var i = 0; i < 3; i++) callers.Add(await One.CallerWaitsAsync(i == 0 ? Skill.Crisis : Skill.Legal));
        foreach (var volley in volleys)
        {
            // Somebody always calls anew, so that there is somebody to talk with.
            callers.RemoveAt(0);
            callers.Add(await One.CallerWaitsAsync(Skill.Legal));
            foreach (var op in operators) await JoinCommands.TalkAsync(One, op, callers);
            // Two thirds of it about joining; the rest is what else goes on.
            await Task.WhenAll(volley.Select((n, i) => i % 3 == 2
                ? RandomCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)
                : JoinCommands.PlayAsync(i % 2 == 0 ? One : Two, n, operators, callers)));
            if ((await LiveStatePicture.TakeAsync(One)).Violations().ToArray() is { Length: > 0 } violations) return string.Join("; ", violations);
            await Two.ReconcileAsync();
            if (await One.RepairsAsync() is { Length: > 0 } repairs) return "repaired: " + string.Join("; ", repairs);
        }
        return "";
    }
}
