using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>A supervisor plans, is warned of what cannot work, and sees the lane without anybody before a caller comes into it.</summary>
public sealed class The_roster
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Warns_of_a_shift_without_the_skill_and_refuses_one_that_overlaps()
    {
        var lead = await SignInAsync("lead");
        await lead.GetByTestId("nav-roster").ClickAsync();
        await ToNextWeekAsync(lead);
        await AddAsync(lead, "李·法律", "危机（没有此技能）");
        await Expect(lead.GetByTestId("shift-foreseen")).ToContainTextAsync("没有这项技能");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the dialog");
        await PictureAsync(lead, "roster-dialog");
        await lead.GetByTestId("shift-save").ClickAsync();
        var shift = lead.GetByTestId("shift-crisis");
        await Expect(shift).ToHaveAttributeAsync("data-warned", "true");
        await Expect(shift).ToContainTextAsync("08:00–16:00");

        await AddAsync(lead, "李·法律", "危机（没有此技能）");
        await lead.GetByTestId("shift-save").ClickAsync();
        await Expect(lead.GetByTestId("shift-refused")).ToContainTextAsync("李·法律 · 危机");
        await PictureAsync(lead, "roster-overlap");
        await lead.Keyboard.PressAsync("Escape");
        await Expect(lead.GetByTestId("shift-dialog")).ToBeHiddenAsync();

        await AddAsync(lead, "王·心理", "心理");
        await Expect(lead.GetByTestId("shift-foreseen")).ToBeHiddenAsync();
        await lead.GetByTestId("shift-save").ClickAsync();
        await Expect(lead.GetByTestId("shift-psychological")).ToHaveAttributeAsync("data-warned", "false");
        await Expect(lead.GetByTestId("roster-gaps")).ToBeVisibleAsync();
        await shift.ClickAsync();
        await Expect(lead.GetByTestId("shift-warning-SkillMissing")).ToBeVisibleAsync();
        await PictureAsync(lead, "roster");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the week");

        var legal = await SignInAsync("legal");
        await legal.GetByTestId("user-menu").ClickAsync();
        await legal.GetByTestId("my-shifts-open").ClickAsync();
        await Expect(legal.GetByTestId("my-shift")).ToContainTextAsync("危机");
        await Expect(legal.GetByTestId("my-shifts")).ToContainTextAsync("没有这项技能");
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "one's own shifts");
        await PictureAsync(legal, "my-shifts");

        await RemoveAsync(lead);
        await Expect(shift).ToBeHiddenAsync();
        await lead.GetByTestId("shift-psychological").ClickAsync();
        await RemoveAsync(lead);
        await Expect(lead.GetByTestId("shift-psychological")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Tells_on_the_board_that_nobody_is_there_and_that_nobody_follows()
    {
        var psych = await SignInAsync("psych");
        await SetPresenceAsync(psych, "Ready");
        await ExpectStateAsync(psych, "Ready");
        var lead = await SignInAsync("lead");
        var her = (await ReadAsync(psych, "/api/session")).GetProperty("staffId").GetString();
        var now = TimeProvider.System.GetUtcNow();
        var answer = await lead.APIRequest.PostAsync(new Uri(RunningHotline.Console, "/api/roster").ToString(), new APIRequestContextOptions
        {
            DataObject = new { shifts = new[] { new { staffId = her, skill = "psychological", startsAt = now.AddHours(-1), endsAt = now.AddMinutes(8) } } },
        });
        Assert.That(answer.Ok, await answer.TextAsync());
        var shift = (await answer.JsonAsync())!.Value[0].GetProperty("id").GetString();

        await lead.GetByTestId("nav-board").ClickAsync();
        await Expect(lead.GetByTestId("alarm-crisis")).ToHaveAttributeAsync("data-kind", "NobodyNow");
        await Expect(lead.GetByTestId("alarm-psychological")).ToHaveAttributeAsync("data-kind", "NobodyFollows");
        await Expect(lead.GetByTestId("alarm-psychological")).ToContainTextAsync("分钟后无人接班");
        await Expect(lead.GetByTestId("strip-alarm")).ToContainTextAsync("条线路缺人");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the board with alarms");
        await PictureAsync(lead, "board-alarms");

        // The first colleague at her desk ends the alarm of her lane.
        var crisis = await SignInAsync("crisis");
        await SetPresenceAsync(crisis, "Ready");
        await Expect(lead.GetByTestId("alarm-crisis")).ToBeHiddenAsync();
        await lead.APIRequest.DeleteAsync(new Uri(RunningHotline.Console, $"/api/roster/{shift}").ToString());
        await Expect(lead.GetByTestId("alarm-psychological")).ToBeHiddenAsync();
        await GoOffAsync(crisis);
        await GoOffAsync(psych);
    }

    [Test]
    public async Task Knows_the_last_day_of_a_skill_and_tells_the_administrator_in_time()
    {
        var admin = await SignInAsync("admin");
        var last = TimeProvider.System.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await SetLastDayAsync(admin, last);
        await Expect(admin.GetByTestId("staff-expiring")).ToContainTextAsync($"王·心理 · 心理 {last}");
        await Expect(admin.GetByTestId("staff-table")).ToContainTextAsync($"至 {last}");
        await PictureAsync(admin, "staff-expiring");
        await SetLastDayAsync(admin, "");
        await Expect(admin.GetByTestId("staff-expiring")).ToBeHiddenAsync();
    }

    private static async Task SetLastDayAsync(IPage admin, string day)
    {
        await admin.GetByTestId("staff-edit-psych").ClickAsync();
        var field = admin.GetByTestId("staff-until-0").Or(admin.GetByTestId("staff-until-0").Locator("input")).Last;
        if (day.Length > 0)
        {
            await field.FillAsync(day);
            await field.PressAsync("Enter");
            await PictureAsync(admin, "staff-until");
        }
        else
        {
            await field.HoverAsync();
            await admin.Locator(".skill-row .ant-picker-clear").ClickAsync();
        }
        await admin.GetByTestId("staff-save").ClickAsync();
        await Expect(admin.GetByTestId("staff-drawer")).ToBeHiddenAsync();
    }

    /// <summary>What is added goes to the week that is shown, and on a busy machine that is for a moment still the old one.</summary>
    private static async Task ToNextWeekAsync(IPage lead)
    {
        var page = lead.GetByTestId("roster");
        var week = (await page.GetAttributeAsync("data-week"))!;
        await lead.GetByTestId("roster-after").ClickAsync();
        await Expect(page).Not.ToHaveAttributeAsync("data-week", week);
    }

    private static async Task AddAsync(IPage lead, string person, string skill)
    {
        await lead.GetByTestId("roster-add").ClickAsync();
        await ChooseByNameAsync(lead, "shift-person", person);
        await ChooseByNameAsync(lead, "shift-skill", skill);
    }

    private static async Task ChooseByNameAsync(IPage page, string field, string name)
    {
        await page.GetByTestId(field).ClickAsync();
        await page.Locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").Filter(new() { HasText = name }).ClickAsync();
    }

    private static async Task RemoveAsync(IPage lead)
    {
        await lead.GetByTestId("shift-remove").Last.ClickAsync();
        await lead.Locator(".ant-popconfirm:visible .ant-btn-dangerous").ClickAsync();
    }

    private static async Task<JsonElement> ReadAsync(IPage page, string path) =>
        (await (await page.APIRequest.GetAsync(new Uri(RunningHotline.Console, path).ToString())).JsonAsync())!.Value;
}
