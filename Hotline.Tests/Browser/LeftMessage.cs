using Microsoft.Playwright;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>A caller of the closed centre who leaves a message, and the operator of the centre above it who sees to it.</summary>
internal static class LeftMessage
{
    private const string ClosedLine = "12339";

    public static async Task ByAsync(string number)
    {
        var call = await CallerDialsAsync(number, "1", ClosedLine);
        await WaitForAsync(call, "heard:想先留言请按8");
        await WaitForAsync(call, "gather");
        await PressAsync(call, '8');
        await WaitForAsync(call, "heard:record:beep");
        await PressAsync(call, '#');
        await WaitForAsync(call, "heard:九点到十八点");
        await HangUpAsync(call);
    }

    /// <summary>It is hers, and she has begun to hear it, by keyboard.</summary>
    public static async Task TakeAndHearAsync(IPage page)
    {
        await page.GetByTestId("message-take").ClickAsync();
        await Expect(page.GetByTestId("message-close")).ToBeDisabledAsync();
        await page.GetByTestId("message-play").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("message-player")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("message-close")).ToBeEnabledAsync();
    }

    /// <summary>What came of it is asked.</summary>
    public static async Task AskOutcomeAsync(IPage page)
    {
        await page.GetByTestId("message-close").ClickAsync();
        await page.GetByTestId("message-outcome-NothingSaid").ClickAsync();
    }

    /// <summary>It is closed, and the closed ones are shown, the last one first.</summary>
    public static async Task CloseAsync(IPage page)
    {
        await page.GetByTestId("message-close-confirm").ClickAsync();
        await Expect(page.GetByTestId("message")).ToHaveCountAsync(0);
        await page.GetByTestId("messages-closed").ClickAsync();
        await Expect(page.GetByTestId("message-outcome").First).ToBeVisibleAsync();
    }
}
