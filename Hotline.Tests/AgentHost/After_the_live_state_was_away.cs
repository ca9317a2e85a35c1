using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class After_the_live_state_was_away
{
    [Test]
    public async Task Consoles_that_stayed_are_told_at_once_again_without_anybody_doing_anything([Values] bool killed)
    {
        using var installation = new Installation();
        await using var redis = await RedisServer.StartAsync();
        await using var host = StaffHost.Open(redis, installation);
        await host.HasStaffAsync("wang");
        using var colleague = await host.SignsInAsync("wang");
        await using var console = await colleague.OpensConsoleAsync();
        await console.AskAsync("SetPresence", "Ready", null);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Ready", "ready");

        if (killed) await redis.KillAsync();
        else redis.Stop();
        await Task.Delay(TimeSpan.FromSeconds(killed ? 1 : 6));
        if (killed) await redis.RestartAsync();
        else redis.Continue();

        await Eventually.True(async () => (await host.CallerWaitsAsync()).Call is var _ && console.Desk!.Value.GetProperty("state").GetString() == "Offered", "she is offered a caller");
        // Her lease may have ended in the meantime: then the offer goes, and comes again with another token.
        await Eventually.True(async () =>
        {
            var desk = console.Desk!.Value;
            if (desk.GetProperty("offer") is { ValueKind: JsonValueKind.Object } call)
                await console.AskAsync("Decline", call.GetProperty("call").GetString(), call.GetProperty("token").GetInt64(), "test");
            return desk.GetProperty("state").GetString() == "Break";
        }, "the hint reached her");
    }
}
