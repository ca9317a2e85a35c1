using System.Text.Json.Nodes;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using StackExchange.Redis;

namespace Hotline.Tests.AgentHost;

/// <summary>What the live state tells of a desk that changed, and what her console is sent of it.</summary>
internal sealed class A_desk_that_changed : OnStaffHosts
{
    private IDatabase Live => One.Services.GetRequiredService<RedisConnection>().Database;

    private LiveKeys Keys => One.Services.GetRequiredService<LiveKeys>();

    [SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    private async Task<JsonObject> KeptAsync(StaffId staff) => JsonNode.Parse((string)(await Live.HashGetAsync(Keys.Desks, staff.ToString()))!)!.AsObject();

    /// <summary>As a script that changed the desk by so many versions. Not kept, it is shown only by whoever shows what is told.</summary>
    private async Task TellAsync(StaffId staff, int versions, string reason, string state = "Off", bool kept = false)
    {
        var desk = await KeptAsync(staff);
        (desk["v"], desk["reason"], desk["state"]) = (desk["v"]!.GetValue<double>() + versions, reason, state);
        if (kept) await Live.HashSetAsync(Keys.Desks, staff.ToString(), desk.ToJsonString());
        await Live.PublishAsync(Keys.Hints, $"desk {staff}\n{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}\n{desk.ToJsonString()}\n");
    }

    private static Task SeesAsync(HubSocket console, string reason) =>
        Eventually.True(() => console.Desks.Any(d => d.GetProperty("breakReason").GetString() == reason), $"she is sent her desk: {reason}");

    [Test]
    public async Task Is_shown_as_it_was_told()
    {
        var staff = await One.HasStaffAsync("told");
        using var her = await One.SignsInAsync("told");
        await using var console = await her.OpensConsoleAsync();
        await console.SeesDeskAsync(d => d.GetProperty("version").GetInt64() > 0, "her desk");
        await TellAsync(staff, 10, "told");
        await SeesAsync(console, "told");
    }

    [Test]
    public async Task Is_not_shown_as_it_was_before_by_a_hint_that_was_overtaken()
    {
        var staff = await One.HasStaffAsync("overtaken");
        using var her = await One.SignsInAsync("overtaken");
        await using var console = await her.OpensConsoleAsync();
        await console.SeesDeskAsync(d => d.GetProperty("version").GetInt64() > 0, "her desk");
        await TellAsync(staff, 20, "later", kept: true);
        await SeesAsync(console, "later");
        await TellAsync(staff, -10, "earlier");
        await TellAsync(staff, 10, "latest", kept: true);
        await SeesAsync(console, "latest");
        Assert.That(console.Desks.Select(d => d.GetProperty("breakReason").GetString()), Has.None.EqualTo("earlier"));
    }

    [Test]
    public async Task That_this_build_cannot_read_is_left_and_the_next_one_shown()
    {
        var staff = await One.HasStaffAsync("to-come");
        using var her = await One.SignsInAsync("to-come");
        await using var console = await her.OpensConsoleAsync();
        await console.SeesDeskAsync(d => d.GetProperty("version").GetInt64() > 0, "her desk");

        await TellAsync(staff, 10, "unreadable", state: "Dancing");
        await Live.PublishAsync(Keys.Hints, $"desk {staff}\nno time\n{{}}\n");
        await Live.PublishAsync(Keys.Hints, "desk nobody");
        await Live.PublishAsync(Keys.Hints, "");
        await TellAsync(staff, 20, "readable");
        await SeesAsync(console, "readable");
    }
}
