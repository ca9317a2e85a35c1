using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>In English nothing is Chinese but the names of people and of what the policy names, and the button that leads back.</summary>
public sealed class In_English
{
    // Texts, and what is read out or shown on hover; also Chinese punctuation, which a joined list may carry in.
    private const string ChineseWords = """
        () => {
          const chinese = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/
          const names = ['李·法律', '王·心理', '张·危机', '值班长', '管理员', '自治区', '呼和浩特', '土默特左旗', '工作时间', '国庆节', '国庆调休', '值班电话', '夜间留言', '不开放']
          const told = [document.title]
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node instanceof Element) told.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => node.getAttribute(name)))
            else if (!node.parentElement.closest('[lang="zh-CN"], script, style')) told.push(node.data)
          }
          return told.filter((words) => words && chinese.test(names.reduce((rest, name) => rest.replaceAll(name, ''), words)))
        }
        """;

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Every_page_is_English_and_stays_so()
    {
        var page = await OpenAsync(RunningHotline.Console);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await SpeakAsync(page, "en-US");
        await page.GetByTestId("sign-in-submit").ClickAsync();
        await Expect(page.Locator(".ant-form-item-explain-error").First).ToBeVisibleAsync();
        await IsEnglishAsync(page, "sign-in");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en-US");
        await IsEnglishAsync(page, "sign-in, loaded again");

        await SignInAsync(page, "psych");
        await ExpectStateAsync(page, "Off");
        await page.GetByTestId("user-menu").ClickAsync();
        await Expect(page.GetByTestId("sign-out")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("presence-select").ClickAsync();
        await IsEnglishAsync(page, "idle desk with menus");
        await page.GetByTestId("presence-Ready").ClickAsync();
        var call = await CallerDialsAsync("+8613800003001", "2");
        await Expect(page.GetByTestId("offer-times")).ToBeVisibleAsync();
        await IsEnglishAsync(page, "offer");
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(page, "Busy");
        foreach (var field in new[] { "note-matter", "note-region", "note-marital", "note-outcome" })
        {
            await page.GetByTestId(field).ClickAsync();
            await Expect(page.GetByTestId(field).GetByRole(AriaRole.Combobox)).ToHaveAttributeAsync("aria-expanded", "true");
            await IsEnglishAsync(page, field);
            await page.Keyboard.PressAsync("Escape");
        }
        await WriteNoteAsync(page, "She asked about custody.");
        await page.GetByTestId("note-sign").ClickAsync();
        await Expect(page.GetByTestId("signed-note")).ToBeVisibleAsync();
        await IsEnglishAsync(page, "signed note");
        await page.GetByTestId("nav-board").ClickAsync();
        await Expect(page.GetByTestId("board-operators").Locator(".state-tag").First).ToBeVisibleAsync();
        await IsEnglishAsync(page, "board");
        await page.GetByTestId("nav-desk").ClickAsync();
        await EndShiftAsync(page, call);
    }

    [Test]
    public async Task A_crisis_is_English_too()
    {
        var (counsellor, lead) = await RaisedCrisis.BeginAsync("en-US");
        await IsEnglishAsync(counsellor, "alarm");
        await IsEnglishAsync(lead, "own alarm, board");
        await RaisedCrisis.AnswerAsync(counsellor);
        await counsellor.GetByTestId("crisis-rescue").ClickAsync();
        await counsellor.GetByTestId("rescue-ask-Police").ClickAsync();
        await counsellor.GetByTestId("rescue-note-Ended").ClickAsync();
        await Expect(counsellor.GetByTestId("rescue-1")).ToHaveAttributeAsync("data-step", "Ended");
        await IsEnglishAsync(counsellor, "crisis page");
        await counsellor.Keyboard.PressAsync("?");
        await Expect(counsellor.GetByRole(AriaRole.Dialog)).ToContainTextAsync("call for support");
        await IsEnglishAsync(counsellor, "key map");
        await counsellor.Keyboard.PressAsync("Escape");
        await Expect(counsellor.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await counsellor.GetByTestId("crisis-close").ClickAsync();
        await Expect(counsellor.GetByTestId("close-FalseAlarm")).ToBeVisibleAsync();
        await IsEnglishAsync(counsellor, "closing");
        await RaisedCrisis.CloseAsync(counsellor);
        await Expect(counsellor.GetByTestId("crisis-row").First).ToContainTextAsync("false alarm");
        await IsEnglishAsync(counsellor, "closed");
        await GoOffAsync(counsellor);
    }

    [Test]
    public async Task The_staff_pages_are_English_too()
    {
        var admin = await SignInAsync("admin");
        await SpeakAsync(admin, "en-US");
        await Expect(admin.GetByTestId("staff-enabled-legal")).ToBeVisibleAsync();
        await IsEnglishAsync(admin, "staff");
        await admin.GetByTestId("staff-add").ClickAsync();
        await admin.GetByTestId("staff-save").ClickAsync();
        await Expect(admin.Locator(".ant-form-item-explain-error").First).ToBeVisibleAsync();
        await IsEnglishAsync(admin, "staff, drawer");
        await admin.Context.CloseAsync();
    }

    [Test]
    public async Task The_roster_and_the_staffing_alarms_are_English_too()
    {
        var lead = await SignInAsync("lead");
        await SpeakAsync(lead, "en-US");
        await lead.GetByTestId("nav-board").ClickAsync();
        await Expect(lead.GetByTestId("alarm-crisis")).ToBeVisibleAsync();
        await lead.GetByTestId("strip-alarm").HoverAsync();
        await IsEnglishAsync(lead, "board with alarms");
        await lead.GetByTestId("nav-roster").ClickAsync();
        await lead.GetByTestId("roster-add").ClickAsync();
        await Expect(lead.GetByTestId("shift-dialog")).ToBeVisibleAsync();
        await lead.GetByTestId("shift-save").ClickAsync();
        await Expect(lead.Locator(".ant-form-item-explain-error").First).ToBeVisibleAsync();
        await IsEnglishAsync(lead, "roster, dialog");
    }

    [Test]
    public async Task The_messages_are_English_too()
    {
        var legal = await SignInAsync("legal");
        await SpeakAsync(legal, "en-US");
        await LeftMessage.ByAsync("+8613700008765");
        await legal.GetByTestId("nav-board").ClickAsync();
        await Expect(legal.GetByTestId("board-messages")).ToContainTextAsync("not heard");
        await IsEnglishAsync(legal, "board with a message");
        await legal.GetByTestId("nav-messages").ClickAsync();
        await Expect(legal.GetByTestId("message-play")).ToBeEnabledAsync();
        await IsEnglishAsync(legal, "messages");
        await LeftMessage.TakeAndHearAsync(legal);
        await LeftMessage.AskOutcomeAsync(legal);
        await IsEnglishAsync(legal, "a message heard, what came of it");
        await LeftMessage.CloseAsync(legal);
        await IsEnglishAsync(legal, "closed messages");
        await legal.Context.CloseAsync();
    }

    [Test]
    public async Task The_routing_policy_is_English_too()
    {
        var admin = await SignInAsync("admin");
        await SpeakAsync(admin, "en-US");
        await admin.GetByTestId("nav-routing").ClickAsync();
        await admin.GetByTestId("centre-hohhot").ClickAsync();
        await Expect(admin.GetByTestId("policy-check")).ToContainTextAsync("Every lane reaches somebody");
        await IsEnglishAsync(admin, "routing, a centre");
        await admin.GetByTestId("tab-hours").ClickAsync();
        await IsEnglishAsync(admin, "routing, hours");
        await admin.GetByTestId("tab-lanes").ClickAsync();
        await admin.GetByTestId("lane-hohhot-legal").ClickAsync();
        await Expect(admin.GetByTestId("route-preview")).ToBeVisibleAsync();
        await admin.GetByTestId("policy-lanes-3-closed-0-remove").ClickAsync();
        await Expect(admin.GetByTestId("policy-faults")).ToContainTextAsync("Monday 00:00");
        await IsEnglishAsync(admin, "routing, a dead end");
        await admin.GetByTestId("tab-phones").ClickAsync();
        await admin.GetByTestId("policy-phones-0-edit").ClickAsync();
        await IsEnglishAsync(admin, "routing, duty phones");
        await admin.GetByTestId("tab-crisis").ClickAsync();
        await admin.GetByTestId("people-add").ClickAsync();
        await admin.GetByTestId("ladders-add").ClickAsync();
        await Expect(admin.GetByTestId("policy-crisis-onCall-0-phone-faults")).ToBeVisibleAsync();
        await IsEnglishAsync(admin, "routing, people on call");
        await admin.GetByTestId("tab-rules").ClickAsync();
        await IsEnglishAsync(admin, "routing, rules");
        await admin.GetByTestId("nav-staff").ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await IsEnglishAsync(admin, "routing, leaving");
        await admin.Context.CloseAsync();
    }

    private static async Task IsEnglishAsync(IPage page, string where) => Assert.That(await page.EvaluateAsync<string[]>(ChineseWords), Is.Empty, where);
}
