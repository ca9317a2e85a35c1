using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>An operator's shift in a real browser, against the whole hotline.</summary>
public sealed class An_operators_call
{
    private const string Text = "来电人咨询离婚后子女抚养问题,已告知可申请法律援助,";
    private const string More = "并约定下周一再联系。";

    [Test]
    public async Task Rings_is_accepted_and_noted_without_loss_and_is_found_again()
    {
        var page = await SignInAsync("legal");
        await PictureAsync(page, "desk-idle");
        await SetPresenceAsync(page, "Ready");
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "Ready");

        var first = await CallerDialsAsync("+8613800001234", "1");
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("offer-number")).ToContainTextAsync("138····1234");
        await PictureAsync(page, "offer");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("offer-card")).ToBeHiddenAsync();
        await WaitForAsync(first, "bridged");
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "Busy");

        await page.GetByTestId("note-text").FillAsync(Text);
        await ChooseAsync(page, "note-matter", "marriage", "marriage.custody");
        await page.GetByTestId("risk-Denied").ClickAsync();
        await page.GetByTestId("note-text").FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(More);
        // In the middle of typing, before any save could have been answered.
        await page.ReloadAsync();

        await Expect(page.GetByTestId("note-text")).ToHaveValueAsync(Text + More);
        await Expect(page.GetByTestId("note-matter")).ToContainTextAsync("抚养");
        await Expect(page.GetByTestId("saved-indicator")).ToContainTextAsync("已保存");
        await ChooseAsync(page, "note-region", "150100");
        await ChooseAsync(page, "note-outcome", "answered");
        await PictureAsync(page, "call");

        await HangUpAsync(first);
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "WrapUp");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByTestId("signed-note")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("signed-text")).ToContainTextAsync(More);
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "Ready");

        var second = await CallerDialsAsync("13800001234", "1");
        await Expect(page.GetByTestId("offer-times")).ToContainTextAsync("2");
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(second, "bridged");
        await Expect(page.GetByTestId("earlier-list")).ToHaveAttributeAsync("data-count", "1");
        await Expect(page.GetByTestId("earlier-list")).ToContainTextAsync("抚养");
        await PictureAsync(page, "earlier-calls");
        await HangUpAsync(second);
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await SetPresenceAsync(page, "Off");
        await page.Context.CloseAsync();
    }

    /// <summary>What one test leaves on the line is no other test's caller.</summary>
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Hold_mute_reveal_and_end_work_on_the_call()
    {
        var page = await SignInAsync("psych");
        await SetPresenceAsync(page, "Ready");
        var call = await CallerDialsAsync("+8613900005678", "2");
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");

        await page.GetByTestId("call-hold").ClickAsync();
        await Eventually(call, e => e.GetProperty("hold").GetBoolean(), "the caller is on hold");
        // The button asks for the other of what is shown: shown it must be.
        await Expect(page.GetByTestId("call-panel")).ToHaveAttributeAsync("data-state", "Held");
        await page.GetByTestId("call-hold").ClickAsync();
        await Eventually(call, e => !e.GetProperty("hold").GetBoolean(), "the caller is back");

        await page.GetByTestId("reveal-number").ClickAsync();
        await page.GetByTestId("reveal-other").ClickAsync();
        await page.GetByTestId("reveal-own").FillAsync("需要回拨确认安全");
        await page.GetByTestId("reveal-confirm").ClickAsync();
        await Expect(page.GetByText("13900005678")).ToBeVisibleAsync();

        await HangUpAsync(call);
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "WrapUp");
        await SetPresenceAsync(page, "Off");
        // Her wish stands beside the state until the call is done with.
        await Expect(page.GetByTestId("presence-select")).ToContainTextAsync("→");
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await Expect(page.GetByTestId("presence-select")).ToHaveAttributeAsync("data-state", "Off");
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task The_board_shows_who_waits_and_who_works()
    {
        var lead = await SignInAsync("lead");
        await lead.GetByTestId("nav-board").ClickAsync();
        var call = await CallerDialsAsync("+8613700000001", "1");
        await Expect(lead.GetByTestId("board-tile-legal")).ToHaveAttributeAsync("data-waiting", "1");
        await PictureAsync(lead, "board");
        await HangUpAsync(call);
        await Expect(lead.GetByTestId("board-tile-legal")).ToHaveAttributeAsync("data-waiting", "0");
        await lead.Context.CloseAsync();
    }

    [Test]
    public async Task The_sign_in_refuses_kindly_and_the_administrator_sees_the_staff()
    {
        var page = await OpenAsync(RunningHotline.Console);
        await page.GetByTestId("sign-in-user").FillAsync("legal");
        await page.GetByTestId("sign-in-password").FillAsync("wrong-password");
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Expect(page.GetByTestId("sign-in-error")).ToBeVisibleAsync();
        await PictureAsync(page, "sign-in");
        await page.Context.CloseAsync();

        var admin = await SignInAsync("admin");
        await admin.GetByTestId("nav-staff").ClickAsync();
        await Expect(admin.GetByTestId("staff-table")).ToContainTextAsync("李·法律");
        await PictureAsync(admin, "staff");
        await admin.Context.CloseAsync();
    }

    [Test]
    public async Task The_simulators_pages_let_a_person_call()
    {
        var phone = await OpenAsync(Simulator);
        await PictureAsync(phone, "caller-phone");
        var desks = await OpenAsync(new Uri(Simulator, "/phones/"));
        await PictureAsync(desks, "desk-phones");
        await phone.Context.CloseAsync();
        await desks.Context.CloseAsync();
    }

    private static Task Eventually(string sid, Func<System.Text.Json.JsonElement, bool> condition, string what) => Servers.Eventually.True(async () =>
        condition((await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<System.Text.Json.JsonElement>(Carrier, $"/api/calls/{sid}"))), what);
}
