using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using NUnit.Framework;
using StackExchange.Redis;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>What the reconciler put right is on the page of those who oversee, with the call and the operator it was about.</summary>
public sealed class Repairs
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Are_listed_in_words_with_the_call_and_the_operator()
    {
        var psych = await SignInAsync("psych");
        await SetPresenceAsync(psych, "Ready");
        await ExpectStateAsync(psych, "Ready");
        var her = (await (await psych.APIRequest.GetAsync(new Uri(RunningHotline.Console, "/api/session").ToString())).JsonAsync())!.Value.GetProperty("staffId").GetString();
        await CallerDialsAsync("+8613800004881", "1");
        var lead = await SignInAsync("lead");

        using var redis = await ConnectionMultiplexer.ConnectAsync(RunningHotline.Redis);
        var (database, keys) = (redis.GetDatabase(), new LiveKeys(new NetworkOptions()));
        string? caller = null;
        await Servers.Eventually.True(
            async () => (caller = (await database.SortedSetRangeByRankAsync(keys.Timers)).Select(t => (string)t!).FirstOrDefault(t => t.StartsWith("caller|", StringComparison.Ordinal))) is not null
                && await database.SortedSetLengthAsync(keys.Waiting) > 0, "she waits");
        var call = caller!.Split('|')[1];

        // What a fault would leave behind: a caller without a deadline, an operator whom the board has lost, a count that is wrong.
        await database.SortedSetRemoveAsync(keys.Timers, caller);
        Assert.That(await database.SortedSetRemoveAsync(keys.Present, $"main|{her}"));
        await database.HashSetAsync(keys.Trunks, "nowhere", 3);
        await database.SortedSetAddAsync(keys.Timers, Reconciler.Beat, 1);

        await lead.GetByTestId("nav-repairs").ClickAsync();
        await Expect(lead.GetByTestId("repairs")).ToBeVisibleAsync();
        await Servers.Eventually.True(async () =>
        {
            await lead.ReloadAsync();
            await lead.GetByTestId("repairs").WaitForAsync();
            return await lead.GetByText("看板上缺少的接线员").CountAsync() > 0 && await lead.GetByText("缺少的时限").CountAsync() > 0;
        }, "both are repaired and recorded", TimeSpan.FromSeconds(90));
        await PictureAsync(lead, "repairs");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty);
        await Expect(lead.GetByTestId("repairs").GetByText("王·心理").First).ToBeVisibleAsync();
        await lead.GetByTestId($"repair-call-{call}").First.ClickAsync();
        await Expect(lead).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/records/{call}$"));
        await Expect(lead.GetByText("自动修复").First).ToBeVisibleAsync();

        var admin = await SignInAsync("admin");
        await admin.GetByTestId("nav-repairs").ClickAsync();
        await Expect(admin.GetByText("被叫号码通话数有误").First).ToBeVisibleAsync();
        await PictureAsync(admin, "repairs-admin");
        await GoOffAsync(psych);
    }
}
