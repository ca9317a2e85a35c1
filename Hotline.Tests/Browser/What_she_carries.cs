using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>The risk calls and minutes of a counsellor's shift, on the board of whoever looks after her and of nobody else.</summary>
public sealed partial class What_she_carries
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_on_the_supervisors_board_as_soon_as_a_risk_call_is_written_up()
    {
        var lead = await SignInAsync("lead");
        await lead.GetByTestId("nav-board").ClickAsync();
        var op = await SignInAsync("psych");
        await SetPresenceAsync(op, "Ready");
        await ExpectStateAsync(op, "Ready");
        var meter = lead.GetByTestId("board-operators").Locator("tr", new() { HasText = "王·心理" }).GetByTestId("board-load");
        await Expect(meter).ToHaveTextAsync(Figures());
        var before = await CallsAsync(meter);

        var call = await TakeCallAsync(op, "+8613700010022", "2");
        await op.GetByTestId("call-mark-risk").ClickAsync();
        await Expect(op.GetByTestId("call-risk")).ToBeVisibleAsync();
        await HangUpAsync(call);
        await ExpectStateAsync(op, "WrapUp");
        await op.GetByTestId("wrapup-finish").ClickAsync();
        await ExpectStateAsync(op, "Break");
        await Expect(op.GetByTestId("desk-notice")).ToHaveAttributeAsync("data-notice", "DebriefOffered");

        await Expect(meter).ToHaveTextAsync(new Regex($"^{before + 1} 通"));
        await Expect(meter).Not.ToHaveAttributeAsync("data-load", "none");
        await PictureAsync(lead, "board-load");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty);

        await op.GetByTestId("nav-board").ClickAsync();
        await Expect(op.GetByTestId("board-operators")).ToContainTextAsync("王·心理");
        await Expect(op.GetByTestId("board-load")).ToHaveCountAsync(0);
        await GoOffAsync(op);
    }

    private static async Task<int> CallsAsync(ILocator meter) =>
        int.Parse(Figures().Match(await meter.InnerTextAsync()).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d+) 通 · \d+ 分钟")]
    private static partial Regex Figures();
}
