using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class When_the_line_is_down
{
    private const string Before = "线路好的时候写的。", During = "断线时接着写的。", Again = "第二次断线时写的。";

    private const string LooksOutForBack = """
        () => new Promise((seen) => {
          const look = () => (document.querySelector('[data-testid="connection-bar"][data-state="resynchronised"]') ? seen() : requestAnimationFrame(look))
          look()
        })
        """;

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task It_is_said_and_nothing_typed_is_lost()
    {
        var page = await OpenAsync(RunningHotline.Console);
        var wire = await Wire.OfAsync(page);
        await page.ReloadAsync();
        await SignInAsync(page, "psych");
        await SetPresenceAsync(page, "Ready");
        var call = await TakeCallAsync(page, "+8613800005001", "2");
        var text = page.GetByTestId("note-text");
        var bar = page.GetByTestId("connection-bar");
        var saved = page.GetByTestId("saved-indicator");
        await text.FocusAsync();
        await page.Keyboard.InsertTextAsync(Before);
        await Expect(saved).ToHaveAttributeAsync("data-status", "saved");

        await wire.CutAsync();
        await page.Keyboard.InsertTextAsync(During);
        await Expect(bar).ToHaveAttributeAsync("data-state", "reconnecting");
        await Expect(bar).ToContainTextAsync("通话不受影响，记录已存本机");
        await Expect(saved).ToHaveAttributeAsync("data-status", "local");
        await Expect(text).ToHaveValueAsync(Before + During);
        await Expect(text).ToBeFocusedAsync();
        await PictureAsync(page, "line-down");

        // It is said for a few seconds only: the page itself looks out for it.
        var back = page.EvaluateAsync(LooksOutForBack);
        await wire.MendAsync();
        await back.WaitAsync(TimeSpan.FromSeconds(60));
        await Expect(saved).ToHaveAttributeAsync("data-status", "saved");
        Assert.That(await KeptOnThisPcAsync(page), Is.Zero, "what the server has, this PC keeps no longer");

        await wire.LoseHostAsync();
        await text.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync(Again);
        await page.ReloadAsync();
        await Expect(page.GetByText("连不上服务器")).ToBeVisibleAsync();
        await wire.FindHostAsync();
        await Expect(text).ToHaveValueAsync(Before + During + Again);
        await Expect(saved).ToHaveAttributeAsync("data-status", "saved");
        await EndShiftAsync(page, call);
    }

    private static Task<int> KeptOnThisPcAsync(IPage page) =>
        page.EvaluateAsync<int>("() => Object.keys(localStorage).filter((key) => key.startsWith('hotline.draft.')).length");
}
