using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>A rule without hours is refused and what was typed stays; a safety plan is written and read back at the next call; follow-ups appear.</summary>
public sealed class Caring_for_a_caller
{
    private const string Number = "+8613700009876";

    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_written_down_at_one_call_and_read_back_at_the_next()
    {
        var legal = await SignInAsync("legal");
        await SetPresenceAsync(legal, "Ready");
        var call = await TakeCallAsync(legal, Number, "1");
        await Expect(legal.GetByTestId("care-contact")).ToHaveAttributeAsync("data-may", "false");
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the panel");

        await legal.GetByTestId("care-rule").ClickAsync();
        await legal.GetByTestId("rule-mayCall").CheckAsync();
        await ChooseByLabelAsync(legal, "rule-answerer", "知道暗语的人");
        await legal.GetByTestId("rule-codeWord").FillAsync("桂花");
        await legal.GetByTestId("rule-save").ClickAsync();
        await Expect(legal.GetByTestId("rule-hours-error")).ToContainTextAsync("没有时间段");
        await Expect(legal.GetByTestId("rule-codeWord")).ToHaveValueAsync("桂花");
        await Expect(legal.GetByTestId("rule-mayCall")).ToBeCheckedAsync();
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the rule, refused");
        await PictureAsync(legal, "care-rule-refused");
        await legal.GetByTestId("rule-add-hours").ClickAsync();
        await legal.GetByTestId("rule-save").ClickAsync();
        await Expect(legal.GetByTestId("rule-drawer")).ToBeHiddenAsync();

        await legal.GetByTestId("care-risk").ClickAsync();
        await legal.GetByTestId("level-Raised").ClickAsync();
        await legal.GetByTestId("risk-protocol").FillAsync("断线后由李老师回拨，先说“我是王老师”");
        await PictureAsync(legal, "care-risk");
        await legal.GetByTestId("risk-save").ClickAsync();
        await Expect(legal.GetByTestId("care-level")).ToHaveTextAsync("加强");

        await legal.GetByTestId("care-plan").ClickAsync();
        await legal.GetByTestId("plan-warningSigns").FillAsync("连着三天睡不着");
        await legal.GetByTestId("plan-coping").FillAsync("去河边走走");
        await legal.GetByTestId("plan-surroundings").FillAsync("药交给妹妹保管");
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the plan");
        await PictureAsync(legal, "care-plan");
        await legal.GetByTestId("plan-save").ClickAsync();
        await Expect(legal.GetByTestId("care-plan-read")).ToContainTextAsync("去河边走走");
        await Expect(legal.GetByTestId("care-due-item")).ToHaveCountAsync(5);

        await HangUpAsync(call);
        await ExpectStateAsync(legal, "WrapUp");
        await legal.GetByTestId("wrapup-finish").ClickAsync();
        await ExpectStateAsync(legal, "Ready");
        var next = await TakeCallAsync(legal, Number, "1");
        await Expect(legal.GetByTestId("care-protocol")).ToContainTextAsync("断线后由李老师回拨");
        await Expect(legal.GetByTestId("care-plan-read")).ToContainTextAsync("连着三天睡不着");
        await Expect(legal.GetByTestId("care-level")).ToHaveTextAsync("加强");
        await PictureAsync(legal, "care-read-back");

        await legal.GetByTestId("care-questions").ClickAsync();
        await legal.GetByTestId("answer-thoughts-yes").ClickAsync();
        await Expect(legal.GetByTestId("question-thoughts").GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(1);
        await Expect(legal.GetByTestId("risk-raised")).ToBeHiddenAsync();
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the questions");
        await PictureAsync(legal, "care-questions");

        await legal.Keyboard.PressAsync("Alt+q");
        await Expect(legal.GetByTestId("third-party-script")).ToContainTextAsync("我们都无法确认或否认任何人是否来过电话");
        await Expect(legal.GetByTestId("third-party-script")).ToContainTextAsync("neither confirm nor deny");
        await PictureAsync(legal, "care-third-party");
        await legal.Keyboard.PressAsync("Escape");

        await legal.GetByTestId("nav-care").ClickAsync();
        await Expect(legal.GetByText("没有到期的随访")).ToBeVisibleAsync();
        await legal.GetByTestId("follow-ups-all").ClickAsync();
        var hers = legal.GetByTestId("follow-up").Filter(new LocatorFilterOptions { HasText = "137····9876" });
        await Expect(hers).ToHaveCountAsync(5);
        await legal.Keyboard.PressAsync("Tab");
        await hers.First.GetByRole(AriaRole.Button).FocusAsync();
        await legal.Keyboard.PressAsync("ArrowDown");
        await Expect(hers.Nth(1).GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the follow-ups");
        await PictureAsync(legal, "care-follow-ups");
        await legal.Keyboard.PressAsync("Enter");
        await legal.GetByTestId("follow-up-done").ClickAsync();
        await Expect(legal.GetByTestId("follow-up-dialog")).ToContainTextAsync("请选一项");
        await legal.GetByTestId("result-NotReached").ClickAsync();
        await legal.GetByTestId("follow-up-note").FillAsync("响了很久，没有人接");
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "one follow-up");
        await PictureAsync(legal, "care-follow-up");
        await legal.GetByTestId("follow-up-done").ClickAsync();
        await Expect(hers).ToHaveCountAsync(4);

        await legal.GetByTestId("nav-desk").ClickAsync();
        await EndShiftAsync(legal, next);
    }

    private static async Task ChooseByLabelAsync(IPage page, string field, string label)
    {
        await page.GetByTestId(field).ClickAsync();
        await page.Locator(".ant-select-item-option").Filter(new LocatorFilterOptions { HasText = label }).ClickAsync();
    }
}
