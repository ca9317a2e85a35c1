using Hotline.Tests.WholeSystem;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>What a caller who cannot speak answers by key is on her operator's screen while she answers: on the offer, and on.</summary>
public sealed class A_caller_who_cannot_speak
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_read_on_the_operators_screen_answer_by_answer()
    {
        var op = await SignInAsync("psych");
        var caller = await CallerOnTheLine.DialsAsync(Carrier, "+8613700010021");
        await caller.HearsAsync("不方便说话");
        await caller.PressesAsync("1");
        await caller.HearsAsync("您现在安全吗");
        await caller.PressesAsync("1");
        await caller.HearsAsync("您身边有别人吗");

        await SetPresenceAsync(op, "Ready");
        var offer = op.GetByTestId("offer-card");
        await Expect(offer.GetByTestId("quiet-safe")).ToHaveAttributeAsync("data-answer", "yes");
        await Expect(offer.GetByTestId("quiet").Locator("li")).ToHaveCountAsync(1);
        // Whichever is being asked by now, no means no danger.
        await caller.PressesAsync("2");
        var second = offer.GetByTestId("quiet").Locator("li").Nth(1);
        await Expect(second).ToHaveAttributeAsync("data-answer", "no");
        await PictureAsync(op, "quiet-offer");

        await op.GetByTestId("offer-accept").ClickAsync();
        await caller.IsAsync("bridged");
        await ExpectStateAsync(op, "Busy");
        await Expect(op.GetByTestId("quiet-safe")).ToContainTextAsync("现在安全");
        await Expect(op.GetByTestId("quiet").Locator("li")).ToHaveCountAsync(2);
        await PictureAsync(op, "quiet-call");
        Assert.That(await Axe.ViolationsAsync(op), Is.Empty);
        await EndShiftAsync(op, caller.Sid);
    }
}
