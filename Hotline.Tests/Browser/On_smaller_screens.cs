using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>Nothing is cut off, covered or out of sight. A page enlarged to 125 % is a screen of four fifths.</summary>
public sealed class On_smaller_screens
{
    private static readonly (string Name, int Width, int Height)[] s_screens =
        [("1366x768", 1366, 768), ("1024x700", 1024, 700), ("1366x768-125", 1093, 614), ("1024x700-125", 819, 560)];

    private const string Pictured = "1024x700";

    private const string Faults = """
        async () => {
          // What is laid out by script is so a frame or two after the window has changed.
          for (let frame = 0; frame < 3; frame++) await new Promise((done) => requestAnimationFrame(done))
          const told = []
          const root = document.documentElement
          const name = (e) => `${e.tagName.toLowerCase()}.${e.className} "${(e.innerText ?? '').slice(0, 30)}"`
          const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.clientWidth > 1 && !e.closest('[aria-hidden="true"]')
          if (root.scrollWidth > root.clientWidth) told.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`)
          for (const e of document.querySelectorAll('#root *')) {
            if (!(e instanceof HTMLElement) || !shown(e)) continue
            const box = e.getBoundingClientRect()
            if (box.right > root.clientWidth + 1 || box.left < -1) told.push(`beyond the edge: ${name(e)}`)
            // A chosen option may end in an ellipsis: whole, it is said on hover. A switch hides its other half.
            if (getComputedStyle(e).overflowX !== 'visible' && !e.closest('.ant-select [title], .ant-switch') && e.scrollWidth > e.clientWidth + 1) told.push(`cut off: ${name(e)} ${e.scrollWidth} in ${e.clientWidth}`)
          }
          // What can be clicked is what is seen there.
          const whole = (e) => e.closest('label, button, a, .ant-select, .ant-input-affix-wrapper') ?? e
          for (const e of document.querySelectorAll('#root :is(button, a[href], input, textarea)')) {
            if (!shown(e)) continue
            e.scrollIntoView({ block: 'nearest' })
            const box = whole(e).getBoundingClientRect()
            const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            if (!there || whole(there) !== whole(e)) told.push(`covered: ${name(whole(e))} by ${there ? name(there) : 'nothing'}`)
          }
          return told
        }
        """;

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task The_desk_and_the_board_fit(string language)
    {
        var page = await OpenAsync(RunningHotline.Console);
        await SpeakAsync(page, language);
        await SignInAsync(page, "legal");
        await ExpectStateAsync(page, "Off");
        await FitsAsync(page, "idle", language);
        await SetPresenceAsync(page, "Ready");
        var call = await CallerDialsAsync("+8613800008001", "1");
        foreach (var (name, width, height) in s_screens)
        {
            await page.SetViewportSizeAsync(width, height);
            var card = (await page.Locator(".offer-card").BoundingBoxAsync())!;
            Assert.That((card.X >= 0, card.Y >= 0, card.X + card.Width <= width, card.Y + card.Height <= height), Is.EqualTo((true, true, true, true)), name);
        }
        await PictureAsync(page, $"offer-small-{language}");
        await page.GetByTestId("offer-accept").ClickAsync();
        await WaitForAsync(call, "bridged");
        await ExpectStateAsync(page, "Busy");
        await FitsAsync(page, "call", language, "note-sign", "call-end");
        await WriteNoteAsync(page, string.Join('\n', Enumerable.Repeat("来电人咨询离婚后子女抚养问题。", 30)));
        await FitsAsync(page, "call-long-note", language, "note-sign", "call-end");
        await page.GetByTestId("nav-board").ClickAsync();
        await Expect(page.GetByTestId("board-tile-legal")).ToBeVisibleAsync();
        await FitsAsync(page, "board", language);
        await page.GetByTestId("nav-desk").ClickAsync();
        await HangUpAsync(call);
        await ExpectStateAsync(page, "WrapUp");
        await FitsAsync(page, "wrap-up", language, "note-sign", "wrapup-finish");
        await page.GetByTestId("note-sign").ClickAsync();
        await Expect(page.GetByTestId("signed-note")).ToBeVisibleAsync();
        await FitsAsync(page, "signed", language, "wrapup-finish");
        await page.GetByTestId("wrapup-finish").ClickAsync();
        await ExpectStateAsync(page, "Ready");
        await GoOffAsync(page);
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task The_routing_policy_fits(string language)
    {
        var page = await SignInAsync("admin");
        await SpeakAsync(page, language);
        await page.GetByTestId("nav-routing").ClickAsync();
        await page.GetByTestId("centre-hohhot").ClickAsync();
        await FitsAsync(page, "routing-centre", language, "policy-save");
        await page.GetByTestId("tab-hours").ClickAsync();
        await FitsAsync(page, "routing-hours", language, "policy-save");
        await page.GetByTestId("tab-lanes").ClickAsync();
        await page.GetByTestId("lane-hohhot-legal").ClickAsync();
        await page.GetByTestId("policy-lanes-3-closed-0-remove").ClickAsync();
        await Expect(page.GetByTestId("policy-faults")).ToBeVisibleAsync();
        await FitsAsync(page, "routing-dead-end", language, "policy-save");
        await page.GetByTestId("tab-crisis").ClickAsync();
        await page.GetByTestId("people-add").ClickAsync();
        await page.GetByTestId("ladders-add").ClickAsync();
        await FitsAsync(page, "routing-crisis", language, "policy-save");
        foreach (var tab in new[] { "phones", "rules", "history" })
        {
            await page.GetByTestId($"tab-{tab}").ClickAsync();
            await FitsAsync(page, $"routing-{tab}", language, "policy-save");
        }
        await page.Context.CloseAsync();
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task A_crisis_fits(string language)
    {
        var (counsellor, lead) = await RaisedCrisis.BeginAsync(language);
        await FitsAsync(counsellor, "crisis-alarm-at-the-desk", language, "crisis-button", "alarm-answer");
        await FitsAsync(lead, "crisis-own-alarm", language, "crisis-button", "own-open");
        await counsellor.GetByTestId("nav-crisis").ClickAsync();
        await Expect(counsellor.GetByTestId("crisis-row").First).ToBeVisibleAsync();
        await FitsAsync(counsellor, "crisis-page", language, "crisis-button", "alarm-answer");
        await RaisedCrisis.AnswerAsync(counsellor);
        await counsellor.GetByTestId("crisis-rescue").ClickAsync();
        await counsellor.GetByTestId("rescue-ask-Police").ClickAsync();
        await Expect(counsellor.GetByTestId("rescue-note-Ended")).ToBeVisibleAsync();
        await FitsAsync(counsellor, "crisis-page-rescue", language, "crisis-button");
        await counsellor.GetByTestId("rescue-note-Ended").ClickAsync();
        await Expect(counsellor.GetByTestId("rescue-1")).ToHaveAttributeAsync("data-step", "Ended");
        await counsellor.GetByTestId("crisis-close").ClickAsync();
        await RaisedCrisis.CloseAsync(counsellor);
        await FitsAsync(counsellor, "crisis-page-closed", language, "crisis-button");
        await GoOffAsync(counsellor);
    }

    [TestCase("zh-CN")]
    [TestCase("en-US")]
    public async Task The_crisis_button_is_in_sight_beside_the_names_and_counts_of_all_pages(string language)
    {
        foreach (var who in new[] { "crisis", "lead" })
        {
            var page = await OpenAsync(RunningHotline.Console);
            await page.RouteAsync("**/api/messages/count", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = """{"unheard":128,"oldest":null}""" }));
            await SpeakAsync(page, language);
            await SignInAsync(page, who);
            await Expect(page.GetByTestId("messages-count")).ToContainTextAsync("128");
            await FitsAsync(page, $"crisis-button-{who}", language, "crisis-button", "messages-count");
            await page.Context.CloseAsync();
        }
    }

    private static async Task FitsAsync(IPage page, string what, string language, params string[] inSight)
    {
        foreach (var (name, width, height) in s_screens)
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var testId in inSight) await Expect(page.GetByTestId(testId)).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Ratio = 1 });
            if (name == Pictured) await PictureAsync(page, $"{what}-{name}-{language}");
            var faults = await page.EvaluateAsync<string[]>(Faults);
            Assert.That(faults, Is.Empty, $"{what} at {name}: {string.Join(Environment.NewLine, faults)}");
        }
        await page.SetViewportSizeAsync(1366, 768);
    }
}
