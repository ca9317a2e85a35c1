using System.Text.RegularExpressions;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed partial class A_wrap_up
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_longer_by_one_key_and_after_a_call_with_risk()
    {
        var page = await SignInAsync("psych");
        await SetPresenceAsync(page, "Ready");
        var call = await TakeCallAsync(page, "+8613800009001", "2");
        await HangUpAsync(call);
        await ExpectStateAsync(page, "WrapUp");
        await Expect(page.GetByTestId("wrapup-left")).ToContainTextAsync(UpToFiveMinutes());

        await page.GetByTestId("note-text").FocusAsync();
        await page.Keyboard.PressAsync("Alt+E");
        await Expect(page.GetByTestId("wrapup-left")).ToContainTextAsync(NearlyTenMinutes());
        await Expect(page.GetByTestId("note-text")).ToHaveValueAsync("");
        await PictureAsync(page, "wrap-up-extended");

        await page.GetByTestId("call-mark-risk").ClickAsync();
        await Expect(page.GetByTestId("call-risk")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("call-mark-risk")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("wrapup-left")).ToContainTextAsync(NearlyFifteenMinutes());

        // After a call with risk she is offered a moment for herself, and goes on by one key.
        await page.Keyboard.PressAsync("Alt+W");
        await ExpectStateAsync(page, "Break");
        await Expect(page.GetByTestId("desk-notice")).ToHaveAttributeAsync("data-notice", "DebriefOffered");
        await PictureAsync(page, "debrief-offered");
        Assert.That(await Axe.ViolationsAsync(page), Is.Empty);
        await page.Keyboard.PressAsync("Alt+R");
        await ExpectStateAsync(page, "Ready");
        await GoOffAsync(page);
    }

    [GeneratedRegex("0[45]:")]
    private static partial Regex UpToFiveMinutes();

    [GeneratedRegex("09:|10:00")]
    private static partial Regex NearlyTenMinutes();

    [GeneratedRegex("14:|15:00")]
    private static partial Regex NearlyFifteenMinutes();
}
