using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Hotline.Tests.DevHost;
using Microsoft.Playwright;
using NUnit.Framework;
using StackExchange.Redis;

namespace Hotline.Tests.Browser;

/// <summary>The whole hotline as <c>infra/run</c> starts it, and a Chromium: once for all browser tests.</summary>
[SetUpFixture]
public sealed class RunningHotline
{
    private static DevHostProcess s_host = null!;
    private static string s_folder = null!;
    private static IPlaywright s_playwright = null!;

    public static IBrowser Browser { get; private set; } = null!;
    public static HttpClient Carrier { get; private set; } = null!;
    public static Uri Console { get; private set; } = null!;
    public static Uri Simulator { get; private set; } = null!;

    /// <summary>How the hotline's private Redis is reached.</summary>
    public static string Redis { get; private set; } = "";

    /// <summary>Where screenshots go: <c>HOTLINE_SCREENSHOTS</c>, or the test's work folder.</summary>
    public static string Screenshots { get; } =
        Environment.GetEnvironmentVariable("HOTLINE_SCREENSHOTS") ?? Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots");

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        if (chromium is null)
        {
            const string reason = "Chromium is not installed (apt-get install chromium fonts-noto-cjk).";
            if (Environment.GetEnvironmentVariable("HOTLINE_REQUIRE_SERVERS") == "1") Assert.Fail(reason);
            Assert.Ignore(reason);
        }
        s_folder = System.IO.Directory.CreateTempSubdirectory("hotline-browser-").FullName;
        var settings = await StartHotlineAsync();
        using var secrets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(s_folder, "secrets.json")));
        Redis = $"127.0.0.1:{settings["HOTLINE_REDIS_PORT"]},password={secrets.RootElement.GetProperty("RedisPassword").GetString()}";
        Console = new Uri(settings["HOTLINE_AGENT_URL"]);
        Simulator = new Uri(settings["HOTLINE_SIM_URL"]);
        Carrier = new HttpClient { BaseAddress = Simulator };

        s_playwright = await Playwright.CreateAsync();
        Browser = await s_playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Its settings; another try with other ports when one of them was taken between the look and the start.</summary>
    private static async Task<Dictionary<string, string>> StartHotlineAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var settings = DevHostProcess.SettingsFor(s_folder);
            // Nobody's offer runs out while a busy machine draws her page; the test that needs a missed one lets its time pass.
            settings["Routing__OfferSeconds"] = "120";
            settings["Routing__PolicyFile"] = RoutingExample.WriteTo(s_folder);
            s_host = DevHostProcess.Start(settings);
            try
            {
                await s_host.IsReady();
                return settings;
            }
            catch (InvalidOperationException) when (attempt < 3 && s_host.Output.Contains("is taken", StringComparison.Ordinal))
            {
                await s_host.DisposeAsync();
            }
        }
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        s_playwright?.Dispose();
        Carrier?.Dispose();
        if (s_host is not null) await s_host.DisposeAsync();
        if (s_folder is not null) System.IO.Directory.Delete(s_folder, recursive: true);
    }

    /// <summary>A person's own browser: own cookies, own storage, 1366×768.</summary>
    public static async Task<IPage> OpenAsync(Uri address, int width = 1366, int height = 768)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            // Nothing is looked at in the middle of a motion.
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => TestContext.Progress.WriteLine($"page error: {error}");
        await page.GotoAsync(address.ToString());
        return page;
    }

    public static async Task<IPage> SignInAsync(string user)
    {
        var page = await OpenAsync(Console);
        await SignInAsync(page, user);
        return page;
    }

    public static async Task SignInAsync(IPage page, string user)
    {
        await page.GetByTestId("sign-in-user").FillAsync(user);
        await page.GetByTestId("sign-in-password").FillAsync("12338-demo");
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await page.GetByTestId("user-menu").WaitForAsync();
    }

    /// <summary>The page's language from now on; the button names the other one.</summary>
    public static async Task SpeakAsync(IPage page, string language)
    {
        if (await page.Locator("html").GetAttributeAsync("lang") != language) await page.GetByTestId("language").ClickAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
    }

    public static Task ExpectStateAsync(IPage page, string state) =>
        Assertions.Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", state);

    /// <summary>A caller dials, and the ready operator of this page answers; gives the carrier's call.</summary>
    public static async Task<string> TakeCallAsync(IPage page, string from, string key)
    {
        var call = await CallerDialsAsync(from, key);
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(page, "Busy");
        return call;
    }

    /// <summary>The caller hangs up, wrap-up is finished, the desk is off and the browser closed.</summary>
    public static async Task EndShiftAsync(IPage page, string call)
    {
        await HangUpAsync(call);
        await ExpectStateAsync(page, "WrapUp");
        await page.GetByTestId("wrapup-finish").ClickAsync();
        // After a call with risk she is offered a moment for herself first.
        await Assertions.Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("^(Ready|Break)$"));
        await GoOffAsync(page);
    }

    public static async Task GoOffAsync(IPage page)
    {
        await SetPresenceAsync(page, "Off");
        await ExpectStateAsync(page, "Off");
        await page.Context.CloseAsync();
    }

    /// <summary>Opens a choice of the note's form and takes the option; with groups, through them.</summary>
    public static async Task ChooseAsync(IPage page, string field, params string[] options)
    {
        await page.GetByTestId(field).ClickAsync();
        foreach (var option in options[..^1]) await page.GetByTestId($"option-{option}").HoverAsync();
        await page.GetByTestId($"option-{options[^1]}").ClickAsync();
    }

    /// <summary>Everything a note needs to be signed.</summary>
    public static async Task WriteNoteAsync(IPage page, string text)
    {
        await page.GetByTestId("note-text").FillAsync(text);
        await ChooseAsync(page, "note-matter", "marriage", "marriage.custody");
        await page.GetByTestId("risk-Denied").ClickAsync();
        await ChooseAsync(page, "note-outcome", "answered");
    }

    public static async Task SetPresenceAsync(IPage page, string wish)
    {
        await page.GetByTestId("presence-select").ClickAsync();
        await page.GetByTestId($"presence-{wish}").ClickAsync();
    }

    /// <summary>A caller dials; gives the carrier's call.</summary>
    /// <param name="to">Null: the hotline's own number.</param>
    public static async Task<string> CallerDialsAsync(string from, string key, string? to = null)
    {
        using var answer = to is null ? await Carrier.PostAsJsonAsync("/api/calls", new { from }) : await Carrier.PostAsJsonAsync("/api/calls", new { from, to });
        answer.EnsureSuccessStatusCode();
        var sid = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
        await WaitForAsync(sid, "gather");
        using var pressed = await Carrier.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits = key });
        pressed.EnsureSuccessStatusCode();
        return sid;
    }

    public static async Task PressAsync(string sid, char key)
    {
        using var pressed = await Carrier.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits = key.ToString() });
        pressed.EnsureSuccessStatusCode();
    }

    /// <summary>The time of this host's timers whose names begin so has come, if there are any.</summary>
    public static async Task MakeDueAsync(string timers)
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync(Redis);
        var (database, key) = (redis.GetDatabase(), new LiveKeys(new NetworkOptions()).Timers);
        foreach (var entry in await database.SortedSetRangeByRankAsync(key))
            if (((string)entry!).StartsWith(timers, StringComparison.Ordinal)) await database.SortedSetAddAsync(key, entry, 1, When.Exists);
    }

    /// <summary>Waits at the carrier until the condition holds (<c>bridged</c>, <c>ended</c>, <c>heard:…</c>).</summary>
    public static async Task WaitForAsync(string sid, string condition)
    {
        using var answer = await Carrier.GetAsync(new Uri($"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs=60000", UriKind.Relative));
        Assert.That(answer.IsSuccessStatusCode, $"the call is {condition}: {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task HangUpAsync(string sid)
    {
        using var answer = await Carrier.PostAsync(new Uri($"/api/calls/{sid}/hangup", UriKind.Relative), null);
        // 409: she had hung up already.
        Assert.That(answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.Conflict, $"hanging up: {answer.StatusCode}");
    }

    /// <summary>Every caller hangs up and every page is closed; what a test that failed has left of a desk or an escalation is no other test's.</summary>
    public static async Task EndAllCallsAsync()
    {
        foreach (var context in Browser.Contexts.ToArray()) await context.CloseAsync();
        var live = await Carrier.GetFromJsonAsync<JsonElement>("/api/calls?state=live&direction=inbound&limit=200");
        foreach (var call in live.GetProperty("calls").EnumerateArray()) await HangUpAsync(call.GetProperty("sid").GetString()!);
        await LeftOver.EndAsync(Console);
    }

    public static async Task PictureAsync(IPage page, string name)
    {
        System.IO.Directory.CreateDirectory(Screenshots);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }
}
