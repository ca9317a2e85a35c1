using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>The crisis card beside the key that calls 110: read aloud, filled in meanwhile, and never in the way.</summary>
public sealed class Telling_110_what_is_known
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task By_the_keyboard_alone_110_is_called_and_the_card_filled_in_and_nothing_typed_is_lost()
    {
        var page = await SignInAsync("legal");
        await SetPresenceAsync(page, "Ready");
        var call = await TakeCallAsync(page, "+8613700005432", "1");

        // The key opens it with the act focused; the card need not have come. The line that fails meanwhile loses no word.
        await page.RouteAsync("**/api/care/calls/*/card", route => route.AbortAsync());
        await page.Keyboard.PressAsync("Alt+p");
        await Expect(page.GetByTestId("add-Police-confirm")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("in-call-Police")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("service-there")).ToBeVisibleAsync();
        await page.GetByTestId("card-place").FillAsync("新城区 3 号楼 2 单元，从后门进");
        await page.GetByTestId("card-more").FillAsync("他在砸门");
        await Expect(page.GetByTestId("care-refused")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("card-place")).ToHaveValueAsync("新城区 3 号楼 2 单元，从后门进");
        Assert.That(await Axe.ViolationsAsync(page), Is.Empty, "the card, not kept yet");
        await PictureAsync(page, "service-card-not-kept");

        // Closed and opened again, it is still there; and kept as soon as the line is back.
        await page.Locator(".ant-drawer-close").ClickAsync();
        await Expect(page.GetByTestId("card-aloud")).ToHaveCountAsync(0);
        await page.UnrouteAsync("**/api/care/calls/*/card");
        await page.GetByTestId("card-Police").ClickAsync();
        await Expect(page.GetByTestId("card-place")).ToHaveValueAsync("新城区 3 号楼 2 单元，从后门进");
        await page.GetByTestId("card-weapon-Yes").ClickAsync();
        await page.GetByTestId("card-injured-Unknown").ClickAsync();
        await Expect(page.GetByTestId("card-aloud")).ToHaveAttributeAsync("data-open", "false");
        await Expect(page.GetByTestId("care-card-read")).ToContainTextAsync("他在砸门");
        Assert.That(await Axe.ViolationsAsync(page), Is.Empty, "the card, kept");
        await PictureAsync(page, "service-card");

        await page.GetByTestId("end-Police").ClickAsync();
        await Expect(page.GetByTestId("in-call-Police")).ToHaveCountAsync(0);
        await EndShiftAsync(page, call);
    }
}
