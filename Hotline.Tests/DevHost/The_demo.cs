using NUnit.Framework;

namespace Hotline.Tests.DevHost;

[Platform(Include = "Linux", Reason = "Signals and /proc.")]
public sealed class The_demo
{
    [Test]
    public async Task Takes_three_calls_and_keeps_three_notes()
    {
        await using var demo = DevHostProcess.Start(new Dictionary<string, string>(), "--demo");
        var code = await demo.Ends(TimeSpan.FromMinutes(12));
        Assert.That(code, Is.Zero, demo.Output);
        Assert.That(demo.Output.TrimEnd().Split('\n')[^1], Is.EqualTo("demo: 3 calls, 3 answered, 3 notes kept"));
    }

    [Test]
    public async Task A_crisis_is_climbed_answered_at_home_joined_rescued_and_followed_up()
    {
        await using var demo = DevHostProcess.Start(new Dictionary<string, string>(), "--demo", "crisis");
        var code = await demo.Ends(TimeSpan.FromMinutes(12));
        Assert.That(code, Is.Zero, demo.Output);
        Assert.That(demo.Output.TrimEnd().Split('\n')[^1], Is.EqualTo("demo: 3 steps of the ladder, 2 acknowledgements, 1 rescue, 5 follow-ups"));
    }

    [Test]
    public async Task That_nobody_knows_is_refused_by_name()
    {
        await using var demo = DevHostProcess.Start(new Dictionary<string, string>(), "--demo", "nobody");
        Assert.That(await demo.Ends(), Is.EqualTo(1));
        Assert.That(demo.Output, Does.Contain("there is no demo 'nobody'; there is: crisis, operators"));
    }
}
