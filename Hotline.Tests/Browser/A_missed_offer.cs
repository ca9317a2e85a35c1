using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class A_missed_offer
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_no_reproach_and_one_key_leads_back_to_ready()
    {
        var page = await SignInAsync("legal");
        await SetPresenceAsync(page, "Ready");
        var call = await CallerDialsAsync("+8613800004001", "1");
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await MakeDueAsync("offer|");
        await Expect(page.GetByTestId("offer-card")).ToBeHiddenAsync();
        await ExpectStateAsync(page, "Break");
        await Expect(page.GetByTestId("desk-notice")).ToContainTextAsync("刚才没接到，需要休息一下吗？");
        await PictureAsync(page, "missed");

        // She is still in line, and comes again as soon as somebody is there for her.
        await page.Keyboard.PressAsync("Alt+R");
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("desk-notice")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(page, "Busy");
        await EndShiftAsync(page, call);
    }
}
