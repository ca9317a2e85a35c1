using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class Two_tabs_of_one_operator
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Show_one_call_and_a_second_accept_is_answered_in_words()
    {
        var first = await SignInAsync("legal");
        var second = await first.Context.NewPageAsync();
        var wire = await Wire.OfAsync(second);
        await second.GotoAsync(RunningHotline.Console.ToString());
        await SetPresenceAsync(first, "Ready");
        await ExpectStateAsync(second, "Ready");

        var call = await CallerDialsAsync("+8613800006001", "1");
        await Expect(first.GetByTestId("offer-card")).ToBeVisibleAsync();
        await Expect(second.GetByTestId("offer-card")).ToBeVisibleAsync();
        // The second tab does not hear yet that the offer has gone.
        wire.Loses = static message => message.Contains("\"wrapUpUntil\"", StringComparison.Ordinal) && !message.Contains("\"Offered\"", StringComparison.Ordinal);
        await first.Keyboard.PressAsync("Enter");
        await Expect(first.GetByTestId("call-panel")).ToBeVisibleAsync();
        await second.Keyboard.PressAsync("Enter");
        await Expect(second.GetByTestId("offer-outcome")).ToHaveAttributeAsync("data-outcome", "AlreadyTaken");
        await Expect(second.GetByTestId("offer-outcome")).ToContainTextAsync("已经接起");
        wire.Loses = static _ => false;
        await WaitForAsync(call, "bridged");

        await first.GetByTestId("call-hold").ClickAsync();
        await Expect(second.GetByTestId("call-panel")).ToHaveAttributeAsync("data-state", "Held");
        await Expect(second.GetByTestId("offer-card")).ToBeHiddenAsync();
        await Expect(second.GetByTestId("call-number")).ToContainTextAsync("138····6001");
        await second.GetByTestId("call-hold").ClickAsync();
        await Expect(first.GetByTestId("call-panel")).ToHaveAttributeAsync("data-state", "Connected");
        await EndShiftAsync(first, call);
    }
}
