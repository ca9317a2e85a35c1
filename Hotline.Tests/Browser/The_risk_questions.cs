using System.Globalization;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>An administrator edits what is asked of danger to life; an operator asks it at the next call.</summary>
public sealed class The_risk_questions
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Are_refused_with_the_place_saved_once_put_right_and_asked_at_the_next_call()
    {
        var admin = await SignInAsync("admin");
        await admin.GetByTestId("nav-questions").ClickAsync();
        var page = admin.GetByTestId("questions");
        await Expect(page).ToHaveAttributeAsync("data-checked", "true");
        var version = int.Parse((await page.GetAttributeAsync("data-version"))!, CultureInfo.InvariantCulture);
        var n = await admin.Locator("[data-testid^=pick-]").CountAsync();

        await admin.GetByTestId("questions-add").ClickAsync();
        await admin.GetByTestId($"form-questions-{n}-zh").FillAsync("今晚有地方住");
        await admin.GetByTestId($"form-questions-{n}-asksZh").FillAsync("今天晚上您有安全的地方住吗？");
        await admin.GetByTestId($"form-questions-{n}-asksEn").FillAsync("Is there a safe place for you tonight?");
        await Expect(admin.GetByTestId("questions-faults")).ToContainTextAsync($"第 {n + 1} 题“今晚有地方住” › 英文");
        await Expect(admin.GetByTestId($"form-questions-{n}-en-faults")).ToContainTextAsync("这里要填");
        Assert.That(await Axe.ViolationsAsync(admin), Is.Empty, "the questions, with something wrong");
        await PictureAsync(admin, "questions-refused");

        // Saving leads to what is wrong instead, and what was typed stays.
        await admin.GetByTestId("pick-0").ClickAsync();
        await Expect(page).ToHaveAttributeAsync("data-checked", "true");
        await admin.GetByTestId("questions-save").ClickAsync();
        await Expect(admin.GetByTestId($"form-questions-{n}-en")).ToBeFocusedAsync();
        await Expect(admin.GetByTestId($"form-questions-{n}-zh")).ToHaveValueAsync("今晚有地方住");
        Assert.That(await admin.EvaluateAsync<string>(SaveWithoutAsking), Is.EqualTo($"422 questions[{n}].en required"));

        await admin.Keyboard.TypeAsync("A safe place tonight");
        await Expect(admin.GetByTestId("questions-faults")).ToHaveCountAsync(0);
        await Expect(page).ToHaveAttributeAsync("data-checked", "true");
        await admin.GetByTestId("question-up").ClickAsync();
        await admin.GetByTestId("questions-save").ClickAsync();
        await Expect(page).ToHaveAttributeAsync("data-version", (version + 1).ToString(CultureInfo.InvariantCulture));
        await Expect(page).ToHaveAttributeAsync("data-changed", "false");
        await Expect(admin.GetByTestId($"pick-{n - 1}")).ToContainTextAsync("今晚有地方住");

        var legal = await SignInAsync("legal");
        await SetPresenceAsync(legal, "Ready");
        var call = await TakeCallAsync(legal, "+8613700004321", "1");
        await legal.GetByTestId("care-questions").ClickAsync();
        var asked = legal.Locator(".care-question").Filter(new LocatorFilterOptions { HasText = "今天晚上您有安全的地方住吗？" });
        await Expect(asked).ToHaveCountAsync(1);
        await asked.GetByText("没有", new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Expect(asked.GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(1);
        await PictureAsync(legal, "questions-asked");

        // Brought back as it was, as a version of its own; this call goes on as it began.
        await admin.GetByTestId("questions-versions").ClickAsync();
        await admin.GetByTestId($"version-back-{version}").ClickAsync();
        await Expect(page).ToHaveAttributeAsync("data-changed", "true");
        await admin.GetByTestId("questions-save").ClickAsync();
        await Expect(page).ToHaveAttributeAsync("data-version", (version + 2).ToString(CultureInfo.InvariantCulture));
        await legal.ReloadAsync();
        await legal.GetByTestId("care-questions").ClickAsync();
        await Expect(asked.GetByRole(AriaRole.Radio, new() { Checked = true })).ToHaveCountAsync(1);
        await admin.Context.CloseAsync();
        await EndShiftAsync(legal, call);
    }

    [Test]
    public async Task Saved_by_two_at_once_lose_nothing_of_either()
    {
        var mine = await OpenAsync("admin");
        var theirs = await OpenAsync("admin");
        var version = int.Parse((await mine.GetByTestId("questions").GetAttributeAsync("data-version"))!, CultureInfo.InvariantCulture);
        await theirs.GetByTestId("form-questions-0-asksEn").FillAsync("Theirs: do you think of dying?");
        await theirs.GetByTestId("questions-save").ClickAsync();
        await Expect(theirs.GetByTestId("questions")).ToHaveAttributeAsync("data-version", (version + 1).ToString(CultureInfo.InvariantCulture));

        await mine.GetByTestId("form-questions-0-asksEn").FillAsync("Mine: do you think of dying?");
        await mine.GetByTestId("questions-save").ClickAsync();
        await Expect(mine.GetByTestId("questions-newer")).ToBeVisibleAsync();
        await Expect(mine.GetByTestId("form-questions-0-asksEn")).ToHaveValueAsync("Mine: do you think of dying?");
        await mine.GetByTestId("newer-mine").ClickAsync();
        await mine.GetByTestId("questions-save").ClickAsync();
        await Expect(mine.GetByTestId("questions")).ToHaveAttributeAsync("data-version", (version + 2).ToString(CultureInfo.InvariantCulture));
        await Expect(mine.GetByTestId("form-questions-0-asksEn")).ToHaveValueAsync("Mine: do you think of dying?");
        await mine.Context.CloseAsync();
        await theirs.Context.CloseAsync();
    }

    // The same save without the page's own check: what the server says to it.
    private const string SaveWithoutAsking = """
        async () => {
          const now = await (await fetch('/api/care/questions')).json()
          now.form.questions.push({ ...now.form.questions[0], code: 'withoutEnglish', en: '' })
          const answer = await fetch('/api/care/questions', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ basedOn: now.version, form: now.form }) })
          const told = await answer.json()
          return [answer.status, ...told.faults.map((f) => `${f.path} ${f.code}`)].join(' ')
        }
        """;

    private static async Task<IPage> OpenAsync(string user)
    {
        var page = await SignInAsync(user);
        await page.GetByTestId("nav-questions").ClickAsync();
        await Expect(page.GetByTestId("questions")).ToHaveAttributeAsync("data-checked", "true");
        return page;
    }
}
