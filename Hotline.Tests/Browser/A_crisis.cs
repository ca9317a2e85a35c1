using System.Diagnostics;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class A_crisis
{
    private const string Typed = "她说他就在门口。";

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_raised_heard_answered_and_followed_to_its_end_with_the_keyboard()
    {
        var counsellor = await RaisedCrisis.ReadyCounsellorAsync();
        var colleague = await OpenAsync(RunningHotline.Console);
        var wire = await Wire.OfAsync(colleague);
        await colleague.ReloadAsync();
        await SignInAsync(colleague, "lead");
        await colleague.GetByTestId("nav-crisis").ClickAsync();
        var page = await SignInAsync("legal");
        await SetPresenceAsync(page, "Ready");
        var call = await TakeCallAsync(page, "+8613800010001", "1");

        // Whatever she is doing: here, writing.
        var text = page.GetByTestId("note-text");
        await text.FocusAsync();
        await page.Keyboard.InsertTextAsync(Typed);
        var since = Stopwatch.StartNew();
        await page.Keyboard.PressAsync("F9");
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        TestContext.Progress.WriteLine($"from F9 to the counsellor's alarm: {since.ElapsedMilliseconds} ms");
        Assert.That(since.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)), "the first page waits for no step of the ladder");
        await Expect(counsellor.GetByTestId("top")).ToHaveAttributeAsync("data-alarm", "true");
        await Expect(counsellor.GetByTestId("alarm-announced")).ToContainTextAsync("接线员呼叫支援");
        await Expect(counsellor).ToHaveTitleAsync("▲ 危机警报 · 等待应答");
        await Expect(text).ToHaveValueAsync(Typed);
        await Expect(text).ToBeFocusedAsync();
        var own = page.GetByTestId("own-bar");
        await Expect(own).ToHaveAttributeAsync("data-is", "paging");
        await page.GetByTestId("own-news-OtherThere").ClickAsync();
        await Expect(page.GetByTestId("own-news-OtherThere")).ToBeDisabledAsync();
        await Expect(text).ToBeFocusedAsync();
        await PictureAsync(page, "crisis-raised");
        await PictureAsync(counsellor, "crisis-alarm");

        // It outlives a reload at either side.
        await counsellor.ReloadAsync();
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(own).ToHaveAttributeAsync("data-is", "paging");

        await Expect(colleague.GetByTestId("crisis-card")).ToHaveAttributeAsync("data-state", "Paging");
        // The colleague does not hear yet that it has been answered.
        wire.Loses = static message => message.Contains("\"Acknowledged\"", StringComparison.Ordinal);
        await counsellor.Keyboard.PressAsync("Alt+A");
        await Expect(counsellor.GetByTestId("crisis-detail")).ToHaveAttributeAsync("data-state", "Acknowledged");
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeHiddenAsync();
        await Expect(counsellor).ToHaveTitleAsync("12338 妇女维权热线");
        await Expect(own).ToHaveAttributeAsync("data-is", "answered");
        var name = await counsellor.GetByTestId("user-menu").InnerTextAsync();
        await Expect(own).ToContainTextAsync(name.Trim());
        await colleague.Keyboard.PressAsync("a");
        await Expect(colleague.GetByTestId("crisis-outcome")).ToHaveAttributeAsync("data-outcome", "AlreadyAcknowledged");
        await Expect(colleague.GetByTestId("crisis-outcome")).ToContainTextAsync(name.Trim());
        wire.Loses = static _ => false;
        await PictureAsync(colleague, "crisis-already-answered");

        var keys = counsellor.Keyboard;
        var rescue = counsellor.GetByTestId("rescue-1");
        await keys.PressAsync("r");
        await keys.PressAsync("1");
        await Expect(rescue).ToHaveAttributeAsync("data-step", "Asked");
        await keys.PressAsync("d");
        await Expect(rescue).ToHaveAttributeAsync("data-step", "Dispatched");
        await keys.PressAsync("v");
        await Expect(rescue).ToHaveAttributeAsync("data-step", "Arrived");
        await PictureAsync(counsellor, "crisis-rescue");

        // Into the call, heard by the operator alone; out of it again.
        await keys.PressAsync("j");
        await keys.PressAsync("1");
        await Expect(counsellor.GetByTestId("assist")).ToHaveAttributeAsync("data-in", "true");
        await Expect(counsellor.GetByTestId("crisis-detail")).ToContainTextAsync("在旁指导");
        await PictureAsync(counsellor, "crisis-joined");
        await keys.PressAsync("Alt+L");
        await Expect(counsellor.GetByTestId("assist")).ToBeHiddenAsync();
        await ExpectStateAsync(counsellor, "Ready");

        // Not before the rescue has an end.
        await keys.PressAsync("c");
        await ChooseOutcomeAsync(counsellor, "RescueArrived");
        await Expect(counsellor.GetByTestId("close-rescue-first")).ToBeVisibleAsync();
        await Expect(counsellor.GetByTestId("close-confirm")).ToBeDisabledAsync();
        await PictureAsync(counsellor, "crisis-closing");
        await keys.PressAsync("Escape");
        await Expect(counsellor.GetByTestId("close-outcomes")).ToHaveCountAsync(0);
        await keys.PressAsync("e");
        await Expect(rescue).ToHaveAttributeAsync("data-step", "Ended");
        await keys.PressAsync("c");
        await ChooseOutcomeAsync(counsellor, "RescueArrived");
        await keys.PressAsync("Enter");

        await Expect(counsellor.GetByTestId("crisis-closed")).ToContainTextAsync("救援已接触到本人");
        await Expect(counsellor.GetByTestId("crisis-timeline")).ToContainTextAsync("对方就在旁边");
        await Expect(counsellor.GetByTestId("crisis-timeline")).ToContainTextAsync("报警 110 · 已到场");
        await Expect(counsellor.GetByTestId("crisis-row").First).ToContainTextAsync("救援已接触到本人");
        await PictureAsync(counsellor, "crisis-closed");
        await Expect(own).ToBeHiddenAsync();
        await EndShiftAsync(page, call);
        await GoOffAsync(counsellor);
    }

    [Test]
    public async Task Shows_in_every_tab_of_hers_and_sounds_in_one()
    {
        var first = await RaisedCrisis.ReadyCounsellorAsync();
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync(RunningHotline.Console.ToString());
        var lead = await SignInAsync("lead");
        await lead.GetByTestId("crisis-button").ClickAsync();
        await Expect(lead.GetByTestId("own-bar")).ToHaveAttributeAsync("data-is", "paging");
        await Expect(first.GetByTestId("alarm-bar")).ToHaveAttributeAsync("data-heard", "here");
        // A page that was never touched may not be heard, and says so.
        await second.BringToFrontAsync();
        await Expect(second.GetByTestId("alarm-bar")).ToHaveAttributeAsync("data-heard", "silent");
        await PictureAsync(second, "crisis-alarm-silent");
        await second.GetByTestId("alarm-silent").ClickAsync();
        await Expect(second.GetByTestId("alarm-bar")).ToHaveAttributeAsync("data-heard", "elsewhere");
        await first.CloseAsync();
        await Expect(second.GetByTestId("alarm-bar")).ToHaveAttributeAsync("data-heard", "here");
        await RaisedCrisis.EndAsync(second);
        await GoOffAsync(second);
    }

    [Test]
    public async Task Raised_while_the_line_is_down_is_said_not_to_be_out_and_goes_out_once()
    {
        var counsellor = await RaisedCrisis.ReadyCounsellorAsync();
        var page = await OpenAsync(RunningHotline.Console);
        var wire = await Wire.OfAsync(page);
        await page.ReloadAsync();
        await SignInAsync(page, "psych");
        await ExpectStateAsync(page, "Off");
        await wire.CutAsync();
        await Expect(page.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "reconnecting");
        await page.Keyboard.PressAsync("F9");
        await page.Keyboard.PressAsync("F9");
        await Expect(page.GetByTestId("own-bar")).ToHaveAttributeAsync("data-is", "waiting");
        await Expect(page.GetByTestId("own-bar")).ToContainTextAsync("请马上找身边的同事帮忙");
        await PictureAsync(page, "crisis-not-sent");
        await wire.MendAsync();
        await Expect(page.GetByTestId("own-bar")).ToHaveAttributeAsync("data-is", "paging");
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("F9");
        await counsellor.GetByTestId("nav-crisis").ClickAsync();
        await Expect(counsellor.GetByTestId("crisis-card")).ToHaveCountAsync(1);
        await RaisedCrisis.EndAsync(counsellor);
        await Expect(page.GetByTestId("own-bar")).ToBeHiddenAsync();
        await GoOffAsync(counsellor);
        await page.Context.CloseAsync();
    }

    /// <summary>By the arrow keys, from the first on, which has the focus.</summary>
    private static async Task ChooseOutcomeAsync(IPage page, string outcome)
    {
        var wanted = page.GetByTestId("close-outcomes").Locator($"input[value='{outcome}']");
        await Expect(page.GetByTestId("close-outcomes").Locator("input").First).ToBeFocusedAsync();
        for (var n = 0; n < 6 && !await wanted.IsCheckedAsync(); n++) await page.Keyboard.PressAsync("ArrowDown");
        await Expect(wanted).ToBeCheckedAsync();
    }
}
