using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// One host of each kind, killed outright. The telephone goes slower than real, so that a document of the wait lasts longer than the host is away: a
/// single Api cannot answer while it is dead, and who asks in that time meets the carrier's fallback, which is not the hotline's.
/// </summary>
[Platform(Include = "Linux", Reason = "Signals and /proc.")]
internal sealed class A_host_that_dies
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(12);

    private WholeHotline? _hotline;

    private WholeHotline Hotline => _hotline!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await WholeHotline.StartAsync(("Simulator__Speed", "0.4"));

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [SetUp]
    public async Task ForgetAsync()
    {
        using var _ = await Hotline.Carrier.PostAsync(new Uri("/api/reset", UriKind.Relative), null);
    }

    [Test]
    public Task Leaves_the_conversation_and_the_desk_as_they_were() => AgentDiesAsync().WaitAsync(Bound);

    [Test]
    public Task Leaves_every_waiting_caller_at_her_place() => ApiDiesAsync().WaitAsync(Bound);

    private async Task AgentDiesAsync()
    {
        await using var legal = await OperatorAtWork.SignsInAsync(Hotline.Agent, "legal");
        await legal.OpensConsoleAsync();
        await legal.WishesAsync("Ready");
        var caller = await CallerOnTheLine.DialsAsync(Hotline.Carrier, "+8613800000101");
        await caller.PressesAsync("1");
        var call = await legal.TakesTheNextCallAsync();
        await caller.IsAsync("bridged");

        await Hotline.DiesAsync("Hotline.Agent.dll");
        await Eventually.True(() => legal.Hub.Closed, "her console has lost its host");
        Assert.That(await caller.TalksAsync(), "the conversation does not need the host");
        await Hotline.IsBackAsync("agent");
        Assert.That(await caller.TalksAsync(), "nor does its return disturb it");

        await legal.OpensConsoleAsync();
        await legal.SeesAsync("Busy", call);
        Assert.That(await caller.TalksAsync(), "nor does the console's");
        await legal.DoneAsync("Hold", call, true);
        await legal.DoneAsync("Hold", call, false);
        await caller.HangsUpAsync();
        await legal.FinishesWritingAsync(call);
        await legal.DoneAsync("SetPresence", "Off", null);
        await Hotline.NobodyIsLostAsync(answered: 1);
    }

    private async Task ApiDiesAsync()
    {
        await using var legal = await OperatorAtWork.SignsInAsync(Hotline.Agent, "legal");
        await legal.OpensConsoleAsync();
        var first = await CallerOnTheLine.DialsAsync(Hotline.Carrier, "+8613800000201");
        await first.PressesAsync("1");
        await first.HearsAsync("say:下一位就是您");
        var second = await CallerOnTheLine.DialsAsync(Hotline.Carrier, "+8613800000202");
        await second.PressesAsync("1");
        await second.HearsAsync("say:前面还有1位");
        // The last words of a first document: what is said after them is the answer to a next request, some twenty seconds later.
        await Task.WhenAll(first.HearsAsync("say:按0随时转接"), second.HearsAsync("say:按0随时转接"));
        var (firstHeard, secondHeard) = (await first.LinesAsync(), await second.LinesAsync());

        await Hotline.DiesAsync("Hotline.Api.dll");
        await Hotline.IsBackAsync("api");
        await first.HearsAsync("say:", after: firstHeard);
        await second.HearsAsync("say:", after: secondHeard);

        await legal.WishesAsync("Ready");
        var call = await legal.TakesTheNextCallAsync();
        await first.IsAsync("bridged");
        Assert.That((await second.StateAsync()).GetProperty("bridged").GetBoolean(), Is.False, "the second one still waits behind the first");
        await first.HangsUpAsync();
        await legal.FinishesWritingAsync(call);
        call = await legal.TakesTheNextCallAsync();
        await second.IsAsync("bridged");
        await second.HangsUpAsync();
        await legal.WishesLaterAsync("Off");
        await legal.FinishesWritingAsync(call);
        await Hotline.NobodyIsLostAsync(answered: 2);
        Assert.That((await first.StateAsync()).GetProperty("errors").GetArrayLength() + (await second.StateAsync()).GetProperty("errors").GetArrayLength(), Is.Zero);
    }
}
