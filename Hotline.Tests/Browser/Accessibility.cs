using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>No page breaks WCAG 2.2 A or AA in what a machine can see of it.</summary>
public sealed class Accessibility
{
    private readonly List<string> _found = [];

    [SetUp]
    public void Forget() => _found.Clear();

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task Of_a_call_from_sign_in_to_the_signed_note(string language)
    {
        var page = await OpenAsync(RunningHotline.Console);
        await SpeakAsync(page, language);
        await LookAsync(page, "sign-in");
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Expect(page.Locator(".ant-form-item-explain-error").First).ToBeVisibleAsync();
        await LookAsync(page, "sign-in, refused");
        await SignInAsync(page, "legal");
        await ExpectStateAsync(page, "Off");
        await LookAsync(page, "idle desk");

        await SetPresenceAsync(page, "Ready");
        var call = await CallerDialsAsync("+8613800002001", "1");
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await LookAsync(page, "offer");
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(page, "Busy");
        await page.GetByTestId("note-sign").ClickAsync();
        await Expect(page.GetByTestId("note-error-risk")).ToBeVisibleAsync();
        await LookAsync(page, "call, note incomplete");
        await WriteNoteAsync(page, "Asked about custody.");
        await page.GetByTestId("note-text").FocusAsync();
        await LookAsync(page, "call with note");

        await HangUpAsync(call);
        await ExpectStateAsync(page, "WrapUp");
        await page.GetByTestId("note-sign").ClickAsync();
        await Expect(page.GetByTestId("signed-note")).ToBeVisibleAsync();
        await LookAsync(page, "wrap-up with signed note");
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await ExpectStateAsync(page, "Ready");
        await page.GetByTestId("nav-records").ClickAsync();
        await Expect(page.GetByTestId("records-row").First).ToBeVisibleAsync();
        await LookAsync(page, "records");
        await page.GetByTestId("records-row").First.ClickAsync();
        await Expect(page.GetByTestId("call-timeline")).ToBeVisibleAsync();
        await LookAsync(page, "one record");
        await GoOffAsync(page);
        Assert.That(_found, Is.Empty, string.Join(Environment.NewLine, _found));
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task Of_the_board_and_the_staff(string language)
    {
        var lead = await SignInAsync("lead");
        await SpeakAsync(lead, language);
        await CallerDialsAsync("+8613800002002", "3");
        await Expect(lead.GetByTestId("board-tile-crisis")).ToHaveAttributeAsync("data-waiting", "1");
        await LookAsync(lead, "board");
        await lead.Context.CloseAsync();

        var admin = await SignInAsync("admin");
        await SpeakAsync(admin, language);
        await Expect(admin.GetByTestId("staff-enabled-legal")).ToBeVisibleAsync();
        await LookAsync(admin, "staff");
        await admin.GetByTestId("staff-edit-crisis").ClickAsync();
        await Expect(admin.GetByTestId("staff-drawer")).ToBeVisibleAsync();
        await LookAsync(admin, "staff, drawer");
        await admin.Context.CloseAsync();
        Assert.That(_found, Is.Empty, string.Join(Environment.NewLine, _found));
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task Of_a_crisis(string language)
    {
        var (counsellor, lead) = await RaisedCrisis.BeginAsync(language);
        await LookAsync(counsellor, "alarm");
        await LookAsync(lead, "own alarm");
        await counsellor.GetByTestId("nav-crisis").ClickAsync();
        await Expect(counsellor.GetByTestId("crisis-row").First).ToBeVisibleAsync();
        await LookAsync(counsellor, "crisis page, nobody has answered");
        await RaisedCrisis.AnswerAsync(counsellor);
        await counsellor.GetByTestId("crisis-rescue").ClickAsync();
        await LookAsync(counsellor, "crisis page, which rescue");
        await counsellor.GetByTestId("rescue-ask-Ambulance").ClickAsync();
        await Expect(counsellor.GetByTestId("rescue-note-Ended")).ToBeVisibleAsync();
        await LookAsync(counsellor, "crisis page, a rescue");
        await LookAsync(lead, "own alarm, answered");
        await counsellor.GetByTestId("rescue-note-Ended").ClickAsync();
        await Expect(counsellor.GetByTestId("rescue-1")).ToHaveAttributeAsync("data-step", "Ended");
        await counsellor.GetByTestId("crisis-close").ClickAsync();
        await Expect(counsellor.GetByTestId("close-Safe")).ToBeVisibleAsync();
        await LookAsync(counsellor, "crisis page, closing");
        await RaisedCrisis.CloseAsync(counsellor);
        await LookAsync(counsellor, "crisis page, closed");
        await GoOffAsync(counsellor);
        Assert.That(_found, Is.Empty, string.Join(Environment.NewLine, _found));
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task Of_the_routing_policy(string language)
    {
        var page = await SignInAsync("admin");
        await SpeakAsync(page, language);
        await page.GetByTestId("nav-routing").ClickAsync();
        await page.GetByTestId("centre-hohhot").ClickAsync();
        await LookAsync(page, "routing, a centre");
        await page.GetByTestId("tab-hours").ClickAsync();
        await LookAsync(page, "routing, hours and holidays");
        await page.GetByTestId("tab-lanes").ClickAsync();
        await page.GetByTestId("lane-hohhot-legal").ClickAsync();
        await LookAsync(page, "routing, a lane");
        await page.GetByTestId("policy-lanes-3-closed-0-remove").ClickAsync();
        await Expect(page.GetByTestId("policy-faults")).ToBeVisibleAsync();
        await LookAsync(page, "routing, a dead end");
        await page.GetByTestId("tab-phones").ClickAsync();
        await page.GetByTestId("policy-phones-0-edit").ClickAsync();
        await LookAsync(page, "routing, duty phones being edited");
        await page.GetByTestId("tab-crisis").ClickAsync();
        await page.GetByTestId("people-add").ClickAsync();
        await page.GetByTestId("ladders-add").ClickAsync();
        await Expect(page.GetByTestId("policy-crisis-onCall-0-phone-faults")).ToBeVisibleAsync();
        await LookAsync(page, "routing, people on call");
        await page.GetByTestId("tab-rules").ClickAsync();
        await page.GetByTestId("policy-desk-wrapUpSeconds").FillAsync("5");
        await Expect(page.GetByTestId("policy-desk-wrapUpSeconds-faults")).ToBeVisibleAsync();
        await LookAsync(page, "routing, a figure out of range");
        await page.GetByTestId("tab-history").ClickAsync();
        await Expect(page.GetByTestId("version-1")).ToBeVisibleAsync();
        await LookAsync(page, "routing, history");
        await page.GetByTestId("nav-staff").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await LookAsync(page, "routing, leaving unsaved changes");
        await page.Context.CloseAsync();

        var lead = await SignInAsync("lead");
        await SpeakAsync(lead, language);
        await lead.GetByTestId("nav-routing").ClickAsync();
        await lead.GetByTestId("centre-hohhot").ClickAsync();
        await LookAsync(lead, "routing, read only");
        await lead.Context.CloseAsync();
        Assert.That(_found, Is.Empty, string.Join(Environment.NewLine, _found));
    }

    private async Task LookAsync(IPage page, string where) => _found.AddRange((await Axe.ViolationsAsync(page)).Select(v => $"{where}: {v}"));
}
