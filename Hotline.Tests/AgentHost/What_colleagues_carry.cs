using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>On the board: an operator's load, and that she would like to talk with somebody.</summary>
internal sealed class What_colleagues_carry : OnStaffHosts
{
    [Test]
    public async Task Is_seen_by_the_supervisor_and_by_no_colleague()
    {
        await One.HasStaffAsync("lead", roles: Role.Supervisor);
        await One.HasStaffAsync("she");
        await One.HasStaffAsync("colleague");
        using var lead = await One.SignsInAsync("lead");
        using var she = await One.SignsInAsync("she");
        using var colleague = await Two.SignsInAsync("colleague");
        await using var console = await she.OpensConsoleAsync();
        await using var watching = await colleague.OpensConsoleAsync();
        await watching.AskAsync("WatchBoard");
        Assert.That((await console.AskAsync("AskDebrief")).GetString(), Is.EqualTo("Done"));
        await console.SeesDeskAsync(d => d.GetProperty("breakReason").GetString() == "debrief", "she is on her break");

        var seen = (await lead.GetAsync("/api/board")).GetProperty("operators").EnumerateArray().Single();
        Assert.That((seen.GetProperty("riskCalls").GetInt32(), seen.GetProperty("riskMinutes").GetInt32()), Is.EqualTo((0, 0)));
        Assert.That(seen.GetProperty("debriefSince").GetDateTimeOffset(), Is.EqualTo(seen.GetProperty("since").GetDateTimeOffset()));

        const string nothing = "\"riskCalls\":null,\"riskMinutes\":null,\"debriefSince\":null";
        Assert.That((await colleague.GetAsync("/api/board")).GetRawText(), Does.Contain(nothing));
        await Eventually.True(() => watching.Board is { } pushed && pushed.GetRawText().Contains(nothing, StringComparison.Ordinal), "what is pushed to a colleague is as silent");
    }
}
