using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>Nobody answers at a console: the ladder climbs to a telephone at home, and from there it is followed to its end.</summary>
public sealed class A_crisis_from_the_callers_key
{
    private const string Home = "+8613900020001", Caller = "+8613700010009";

    private JsonNode? _policyBefore;

    [TearDown]
    public async Task ClearTheLineAsync()
    {
        await EndAllCallsAsync();
        if (_policyBefore is not null) await SavePolicyAsync(_ => _policyBefore);
    }

    [Test]
    public async Task Climbs_to_a_telephone_is_joined_rescued_and_followed_up()
    {
        _policyBefore = await SavePolicyAsync(policy =>
        {
            policy["crisis"] = JsonNode.Parse($$"""
                { "onCall": [{ "id": "zhao", "name": "赵值班", "phone": "{{Home}}", "text": true, "call": true }],
                  "ladders": [{ "steps": [{ "level": "counsellors", "seconds": 120 }, { "level": "supervisors", "seconds": 120 },
                    { "level": "onCall", "seconds": 120, "people": ["zhao"] }, { "level": "everybody", "seconds": 120 }] }] }
                """);
            return policy;
        });
        using (var phone = await Carrier.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(Home)}", new { mode = "auto", answerAfterMs = 2000, press = "1" })) phone.EnsureSuccessStatusCode();
        var taker = await SignInAsync("crisis");
        var helper = await SignInAsync("psych");

        var call = await CallerDialsAsync(Caller, "2");
        await WaitForAsync(call, "heard:say:按0随时转接危机干预");
        await WaitForAsync(call, "gather");
        await PressAsync(call, '0');
        await Expect(taker.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        await Expect(taker.GetByTestId("alarm-announced")).ToContainTextAsync("来电者按了危机键");
        await helper.GetByTestId("nav-crisis").ClickAsync();
        await Expect(helper.GetByTestId("crisis-detail")).ToHaveAttributeAsync("data-state", "Paging");
        await PictureAsync(helper, "ladder-1-paging");

        // A step's time passes, and the next one's, until she is rung.
        await Servers.Eventually.True(async () =>
        {
            if (await IsRungAsync()) return true;
            await MakeDueAsync("page|");
            return false;
        }, "the telephone at home is rung");
        await Expect(helper.GetByTestId("crisis-detail")).ToHaveAttributeAsync("data-state", "Acknowledged");
        await Expect(helper.GetByTestId("crisis-detail")).ToContainTextAsync("赵值班");
        await Expect(taker.GetByTestId("alarm-bar")).ToBeHiddenAsync();
        await PictureAsync(helper, "ladder-2-answered-at-home");

        await SetPresenceAsync(taker, "Ready");
        await taker.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(taker, "Busy");

        // Who pressed 1 at home has no console: a counsellor goes on with it at hers, and joins.
        await helper.Keyboard.PressAsync("a");
        await Expect(helper.GetByTestId("crisis-join")).ToBeVisibleAsync();
        using (var two = await Carrier.PutAsJsonAsync($"/api/calls/{call}/expect", new { legs = 2 })) two.EnsureSuccessStatusCode();
        await helper.Keyboard.PressAsync("j");
        await helper.Keyboard.PressAsync("2");
        await Expect(helper.GetByTestId("assist")).ToHaveAttributeAsync("data-in", "true");
        await PictureAsync(helper, "ladder-3-joined");

        await helper.Keyboard.PressAsync("r");
        await helper.Keyboard.PressAsync("1");
        var rescue = helper.GetByTestId("rescue-1");
        await Expect(rescue).ToHaveAttributeAsync("data-step", "Asked");
        foreach (var (key, step) in new[] { ("d", "Dispatched"), ("v", "Arrived"), ("e", "Ended") })
        {
            await helper.Keyboard.PressAsync(key);
            await Expect(rescue).ToHaveAttributeAsync("data-step", step);
            if (step == "Arrived") await PictureAsync(helper, "ladder-4-rescue-arrived");
        }

        await taker.GetByTestId("care-risk").ClickAsync();
        await taker.GetByTestId("level-Raised").ClickAsync();
        await taker.GetByTestId("risk-save").ClickAsync();
        await Expect(taker.GetByTestId("care-due-item")).ToHaveCountAsync(5);
        await PictureAsync(taker, "ladder-5-follow-ups");

        await helper.Keyboard.PressAsync("c");
        await helper.GetByTestId("close-RescueArrived").ClickAsync();
        await helper.GetByTestId("close-confirm").ClickAsync();
        await Expect(helper.GetByTestId("crisis-none")).ToBeVisibleAsync();
        await Expect(helper.GetByTestId("crisis-row").First).ToContainTextAsync("救援已接触到本人");
        await PictureAsync(helper, "ladder-6-closed");
        await EndShiftAsync(taker, call);
    }

    private static async Task<bool> IsRungAsync() =>
        (await Carrier.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api&limit=50")).GetProperty("calls").EnumerateArray().Any(call => call.GetProperty("to").GetString() == Home);

    /// <summary>As the administrator; gives the policy as it was.</summary>
    private static async Task<JsonNode> SavePolicyAsync(Func<JsonNode, JsonNode> change)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = RunningHotline.Console };
        using (var signedIn = await http.PostAsJsonAsync("/api/session", new { userName = "admin", password = "12338-demo" })) signedIn.EnsureSuccessStatusCode();
        var newest = (await http.GetFromJsonAsync<JsonObject>("/api/routing/policy"))!;
        var before = newest["policy"]!.DeepClone();
        using var saved = await http.PutAsJsonAsync("/api/routing/policy", new JsonObject { ["basedOn"] = newest["version"]!.DeepClone(), ["policy"] = change(before.DeepClone()).DeepClone() });
        Assert.That(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        return before;
    }
}
