using System.Text;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

public sealed class With_the_keyboard_alone
{
    private const string Addition = "She rang again? No: he did.";

    // How it looks, its frame included: with the focus, and without.
    private const string FocusShows = """
        async () => {
          const focused = document.activeElement
          const look = () => {
            let told = ''
            for (let e = focused, n = 0; e && n < 4; e = e.parentElement, n++) {
              const s = getComputedStyle(e)
              told += [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join()
              const label = e.closest('label')
              if (n === 0 && label) told += getComputedStyle(label).outline + getComputedStyle(label).boxShadow
            }
            return told
          }
          const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
          await settled()
          const withFocus = look()
          focused.blur()
          await settled()
          const without = look()
          focused.focus({ focusVisible: true, preventScroll: true })
          const said = focused.outerHTML.slice(0, 200)
          return withFocus === without ? said : null
        }
        """;

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task A_call_is_taken_noted_and_signed()
    {
        var page = await OpenAsync(RunningHotline.Console);
        var keys = page.Keyboard;
        await Expect(page.GetByTestId("sign-in-user")).ToBeFocusedAsync();
        await keys.TypeAsync("crisis");
        await keys.PressAsync("Tab");
        await keys.TypeAsync("12338-demo");
        await keys.PressAsync("Enter");
        await ExpectStateAsync(page, "Off");

        await keys.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("接听来电");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Definition).First).ToContainTextAsync("F9");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("在危机页，对选中的一起");
        await PictureAsync(page, "key-map");
        await keys.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await keys.PressAsync("Alt+R");
        await ExpectStateAsync(page, "Ready");
        var call = await CallerDialsAsync("+8613800007001", "3");
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await keys.PressAsync("Enter");
        await ExpectStateAsync(page, "Busy");
        await WaitForAsync(call, "bridged");

        await keys.PressAsync("Alt+N");
        await Expect(page.GetByTestId("note-text")).ToBeFocusedAsync();
        await keys.TypeAsync("She is safe for tonight?");
        // Backwards from the text: risk, marital status, region, matter.
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("ArrowRight");
        await Expect(page.GetByTestId("note-risk").Locator("input:checked")).ToHaveCountAsync(1);
        while (await RiskAsync(page) != "Present") await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await Expect(page.GetByTestId("note-region").GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await keys.TypeAsync("呼和");
        await Expect(page.Locator(".ant-select-item-option-active:visible")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("note-region")).ToContainTextAsync("呼和浩特市");
        // The list closes a moment after the choice is seen, and keeps Tab for itself until then.
        await Expect(page.GetByTestId("note-region").GetByRole(AriaRole.Combobox)).ToHaveAttributeAsync("aria-expanded", "false");
        await keys.PressAsync("Shift+Tab");
        await Expect(page.GetByTestId("note-matter").GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await keys.TypeAsync("抚养");
        await Expect(page.Locator(".ant-cascader-menu-item:visible").First).ToContainTextAsync("抚养");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("note-matter")).ToContainTextAsync("抚养");
        await keys.PressAsync("Alt+N");
        await Expect(page.GetByTestId("note-text")).ToBeFocusedAsync();
        await keys.PressAsync("Tab");
        await Expect(page.GetByTestId("note-outcome").GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        // The list is there a moment after it is asked for, and takes no key before.
        await Expect(page.Locator(".ant-select-item-option-active:visible")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("note-outcome")).Not.ToContainTextAsync("请选择");

        await keys.PressAsync("Alt+X");
        await Expect(page.GetByTestId("call-end-confirm")).ToBeVisibleAsync();
        await keys.PressAsync("Alt+X");
        await ExpectStateAsync(page, "WrapUp");
        await keys.PressAsync("Control+Enter");
        await Expect(page.GetByTestId("signed-text")).ToContainTextAsync("She is safe for tonight?");
        // A crisis call: a moment for herself is offered before the next one.
        await keys.PressAsync("Alt+W");
        await ExpectStateAsync(page, "Break");
        await keys.PressAsync("Alt+R");
        await ExpectStateAsync(page, "Ready");
        await ReachAsync(page, "presence-select");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.GetByTestId("presence-select")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        // The menu takes the focus a moment after it is seen, and begins at its first line.
        while (!await page.GetByRole(AriaRole.Menuitem).Last.EvaluateAsync<bool>("(line) => line === document.activeElement")) await keys.PressAsync("End");
        await keys.PressAsync("Enter");
        await ExpectStateAsync(page, "Off");
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task An_offer_takes_no_key_from_under_her_hands()
    {
        var page = await SignInAsync("psych");
        await SetPresenceAsync(page, "Ready");
        var first = await TakeCallAsync(page, "+8613800007002", "2");
        await WriteNoteAsync(page, "She asked for help.");
        await HangUpAsync(first);
        await ExpectStateAsync(page, "WrapUp");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByTestId("signed-note")).ToBeVisibleAsync();
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await page.GetByTestId("note-add").ClickAsync();
        var text = page.GetByTestId("note-text");
        await text.FocusAsync();

        var typed = new StringBuilder();
        var dialling = CallerDialsAsync("+8613800007003", "2");
        while (!await page.GetByTestId("offer-card").IsVisibleAsync())
        {
            await page.Keyboard.TypeAsync(Addition);
            typed.Append(Addition);
        }
        var second = await dialling;
        await page.Keyboard.TypeAsync(Addition);
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("1 of 2");
        typed.Append(Addition).Append('\n').Append("1 of 2");
        await Expect(text).ToHaveValueAsync(typed.ToString());
        await Expect(text).ToBeFocusedAsync();
        await Expect(page.GetByTestId("offer-card")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await PictureAsync(page, "offer-while-typing");
        await page.Keyboard.PressAsync("Alt+Enter");
        await WaitForAsync(second, "bridged");
        await ExpectStateAsync(page, "Busy");
        await EndShiftAsync(page, second);
    }

    [Test]
    public async Task The_focus_is_always_seen()
    {
        var page = await OpenAsync(RunningHotline.Console);
        await Expect(page.GetByTestId("sign-in-user")).ToBeFocusedAsync();
        await ShowsFocusAsync(page, "sign-in-submit");
        await SignInAsync(page, "legal");
        await SetPresenceAsync(page, "Ready");
        await Expect(page.GetByTestId("presence-Ready")).ToBeHiddenAsync();
        var call = await TakeCallAsync(page, "+8613800007004", "1");
        await page.GetByTestId("presence-select").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Shift+Tab");
        await ShowsFocusAsync(page, "note-sign");
        await EndShiftAsync(page, call);
    }

    [Test]
    public async Task A_lane_is_edited_and_a_dead_end_found()
    {
        var page = await SignInAsync("admin");
        var keys = page.Keyboard;
        await ReachAsync(page, "nav-routing");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("routing")).ToBeVisibleAsync();
        await ReachAsync(page, "[role=tab]");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("lane-hohhot-legal")).ToBeVisibleAsync();
        await ReachAsync(page, "[role=menu]");
        while (!await IsOnAsync(page, "[role=menuitem]:has([data-testid='lane-hohhot-legal'])")) await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await ReachAsync(page, "policy-lanes-3-closed-0-remove");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("policy-faults")).ToBeVisibleAsync();
        await ReachAsync(page, "fault-0", "Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(page.Locator("#policy-lanes-3-closed")).ToBeFocusedAsync();
        await ReachAsync(page, "policy-lanes-3-closed-add");
        await keys.PressAsync("Enter");
        await Expect(page.GetByTestId("policy-faults")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static Task<string?> RiskAsync(IPage page) => page.GetByTestId("note-risk").Locator("input:checked").GetAttributeAsync("value");

    /// <param name="page">The page.</param>
    /// <param name="place">A test id, or a selector.</param>
    private static Task<bool> IsOnAsync(IPage page, string place) =>
        page.EvaluateAsync<bool>("(place) => document.activeElement?.closest(place) != null", place.Contains('[', StringComparison.Ordinal) ? place : $"[data-testid='{place}']");

    private static async Task ReachAsync(IPage page, string place, string key = "Tab")
    {
        for (var n = 0; n < 60; n++)
        {
            await page.Keyboard.PressAsync(key);
            if (await IsOnAsync(page, place)) return;
        }
        Assert.Fail($"{place} is not reached by {key}");
    }

    /// <summary>Walks by Tab to the place and looks at each stop on the way.</summary>
    private static async Task ShowsFocusAsync(IPage page, string last)
    {
        var unseen = new List<string>();
        for (var n = 0; n < 60; n++)
        {
            if (n > 0) await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>(FocusShows) is { } element) unseen.Add(element);
            if (!await IsOnAsync(page, last)) continue;
            Assert.That(unseen, Is.Empty, string.Join(Environment.NewLine, unseen));
            return;
        }
        Assert.Fail($"{last} is not reached by Tab");
    }
}
