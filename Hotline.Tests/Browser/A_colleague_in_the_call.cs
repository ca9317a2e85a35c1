using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class A_colleague_in_the_call
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Coaches_is_heard_by_both_and_takes_over_with_the_keyboard_while_110_comes_and_goes()
    {
        var counsellor = await RaisedCrisis.ReadyCounsellorAsync();
        var page = await SignInAsync("legal");
        await SetPresenceAsync(page, "Ready");
        var call = await TakeCallAsync(page, "+8613800011001", "1");
        await page.Keyboard.PressAsync("F9");
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        await counsellor.Keyboard.PressAsync("Alt+A");
        await Expect(counsellor.GetByTestId("crisis-detail")).ToHaveAttributeAsync("data-state", "Acknowledged");

        await counsellor.Keyboard.PressAsync("j");
        await counsellor.Keyboard.PressAsync("1");
        var bar = counsellor.GetByTestId("assist");
        await Expect(bar).ToHaveAttributeAsync("data-mode", "Coach");
        await Expect(bar).ToHaveAttributeAsync("data-in", "true");
        await Expect(bar).ToContainTextAsync("只有同事听得到您");
        var helper = page.GetByTestId("in-call-helper");
        await Expect(helper).ToHaveAttributeAsync("data-mode", "Coach");
        await Expect(helper).ToHaveAttributeAsync("data-in", "true");
        var name = (await counsellor.GetByTestId("user-menu").InnerTextAsync()).Trim();
        await Expect(helper).ToContainTextAsync(name.Split('·')[0]);
        await PictureAsync(page, "call-with-a-coach");
        await PictureAsync(counsellor, "coaching");
        Assert.That(await Axe.ViolationsAsync(counsellor), Is.Empty);

        await counsellor.Keyboard.PressAsync("Alt+J");
        await Expect(bar).ToHaveAttributeAsync("data-mode", "Party");
        await Expect(helper).ToHaveAttributeAsync("data-mode", "Party");

        await page.GetByTestId("add-Police").ClickAsync();
        await PictureAsync(page, "call-adding-110");
        await page.GetByTestId("add-Police-confirm").ClickAsync();
        await Expect(page.GetByTestId("in-call-Police")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("add-Police")).ToHaveCountAsync(0);
        await PictureAsync(page, "call-with-110");
        Assert.That(await Axe.ViolationsAsync(page), Is.Empty);
        await page.GetByTestId("end-Police").ClickAsync();
        await Expect(page.GetByTestId("in-call-Police")).ToHaveCountAsync(0);

        // Taking a call from somebody asks once.
        await counsellor.Keyboard.PressAsync("Alt+T");
        await Expect(counsellor.GetByTestId("assist-TakeOver-confirm")).ToBeVisibleAsync();
        await PictureAsync(counsellor, "taking-over");
        await counsellor.Keyboard.PressAsync("Alt+T");
        await ExpectStateAsync(page, "WrapUp");
        await Expect(page.GetByTestId("desk-notice")).ToHaveAttributeAsync("data-notice", "TakenOver");
        await ExpectStateAsync(counsellor, "Busy");
        await Expect(bar).ToHaveCountAsync(0);
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await HangUpAsync(call);
        await ExpectStateAsync(counsellor, "WrapUp");
    }
}
