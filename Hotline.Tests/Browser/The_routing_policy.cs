using System.Globalization;
using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>An administrator edits how calls find people.</summary>
public sealed class The_routing_policy
{
    private const string DeadEnd = "周一 00:00，呼和浩特 · 法律（线路 hohhot/legal） 没有人接听。";

    // The same save without the page's own check: what the server says to it.
    private const string SaveWithoutAsking = """
        async () => {
          const now = await (await fetch('/api/routing/policy')).json()
          now.policy.lanes[3].closed = []
          const answer = await fetch('/api/routing/policy', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ basedOn: now.version, policy: now.policy, comment: 'dead end' }) })
          const told = await answer.json()
          return [answer.status, ...told.faults.map((f) => `${f.path} ${f.code} ${f.lane} ${f.at.weekday} ${f.at.time}`)].join('\n')
        }
        """;

    [Test]
    public async Task With_a_dead_end_is_refused_naming_lane_and_hour_and_saved_once_it_is_repaired()
    {
        var page = await OpenRoutingAsync("admin");
        var version = await VersionAsync(page);
        await Expect(page.GetByTestId("policy-check")).ToContainTextAsync("每条线路、每个时刻都有人接");
        await PictureAsync(page, "routing-centres");
        await page.GetByTestId("tab-hours").ClickAsync();
        await PictureAsync(page, "routing-hours");

        await page.GetByTestId("tab-lanes").ClickAsync();
        await page.GetByTestId("lane-hohhot-legal").ClickAsync();
        await Expect(page.GetByTestId("policy-lanes-3-steps")).ToContainTextAsync("等满 1 分钟，也到 心理 线路");
        await PictureAsync(page, "routing-lane");
        await page.GetByTestId("policy-lanes-3-closed-0-remove").ClickAsync();
        await Expect(page.GetByTestId("policy-faults")).ToContainTextAsync(DeadEnd);
        await Expect(page.GetByTestId("policy-lanes-3-closed-faults")).ToContainTextAsync(DeadEnd);
        await Expect(page.GetByTestId("lane-hohhot-legal").GetByTestId("fault-mark")).ToBeVisibleAsync();
        await PictureAsync(page, "routing-dead-end");

        // Saving leads to what is wrong instead; asked past the page, the server refuses in the same terms.
        await page.GetByTestId("tab-phones").ClickAsync();
        await Expect(page.GetByTestId("policy-phones-0-masked")).ToContainTextAsync("138····1111");
        await PictureAsync(page, "routing-phones");
        await page.GetByTestId("policy-save").ClickAsync();
        await Expect(page.Locator("#policy-lanes-3-closed")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("policy-comment")).ToHaveCountAsync(0);
        // The banner below goes to that centre when it is closed, and is at a loss with it.
        Assert.That(await page.EvaluateAsync<string>(SaveWithoutAsking), Is.EqualTo(
            "422\nlanes[3].closed reaches-nobody hohhot/legal mon 00:00\nlanes[0].closed reaches-nobody tumed/legal mon 00:00"));

        await page.GetByTestId("policy-lanes-3-closed-add").ClickAsync();
        await Expect(page.GetByTestId("policy-faults")).ToHaveCountAsync(0);
        await page.GetByTestId("policy-lanes-3-closed-0-afterSeconds").FillAsync("15");
        await Expect(page.GetByTestId("policy-lanes-3-closed")).ToContainTextAsync("等满 15 秒，依次拨打“值班电话”");
        await Expect(page.GetByTestId("policy-check")).ToContainTextAsync("每条线路、每个时刻都有人接");
        await page.GetByTestId("policy-save").ClickAsync();
        await Expect(page.GetByTestId("policy-save-confirm")).ToBeDisabledAsync();
        await page.GetByTestId("policy-comment").FillAsync("下班后先等 15 秒再打值班电话");
        await PictureAsync(page, "routing-save");
        await page.GetByTestId("policy-save-confirm").ClickAsync();

        await ExpectVersionAsync(page, version + 1);
        await Expect(page.GetByTestId("routing")).ToHaveAttributeAsync("data-changed", "false");
        await page.GetByTestId("tab-history").ClickAsync();
        await Expect(page.GetByTestId($"version-{version + 1}")).ToContainTextAsync("现行");
        await Expect(page.GetByTestId("policy-versions")).ToContainTextAsync("下班后先等 15 秒再打值班电话");
        await PictureAsync(page, "routing-history");
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Saved_by_two_at_once_loses_nothing_of_either()
    {
        var mine = await OpenRoutingAsync("admin");
        var theirs = await OpenRoutingAsync("admin");
        var version = await VersionAsync(mine);
        await SaveFigureAsync(theirs, "policy-returning-droppedMinutes", "12", "他人的修改");
        await ExpectVersionAsync(theirs, version + 1);

        await SaveFigureAsync(mine, "policy-returning-counsellorDays", "31", "我的修改");
        await Expect(mine.GetByTestId("policy-newer")).ToContainTextAsync("他人的修改");
        await Expect(mine.GetByTestId("policy-returning-counsellorDays")).ToHaveValueAsync("31");
        await PictureAsync(mine, "routing-newer");
        await mine.GetByTestId("newer-see").ClickAsync();
        await Expect(mine.GetByTestId("policy-returning-droppedMinutes")).ToHaveTextAsync("12 分钟");
        await mine.GetByTestId("viewing-back").ClickAsync();
        await mine.GetByTestId("newer-mine").ClickAsync();
        await mine.GetByTestId("policy-save").ClickAsync();
        await mine.GetByTestId("policy-comment").FillAsync("我的修改");
        await mine.GetByTestId("policy-save-confirm").ClickAsync();
        await ExpectVersionAsync(mine, version + 2);

        // Theirs is in the history, and can be brought back as a version of its own.
        await mine.GetByTestId("tab-history").ClickAsync();
        await mine.GetByTestId($"version-restore-{version + 1}").ClickAsync();
        await Expect(mine.GetByTestId("policy-comment")).ToHaveValueAsync($"恢复第 {version + 1} 版");
        await mine.GetByTestId("policy-save-confirm").ClickAsync();
        await ExpectVersionAsync(mine, version + 3);
        await mine.GetByTestId("tab-rules").ClickAsync();
        await Expect(mine.GetByTestId("policy-returning-droppedMinutes")).ToHaveValueAsync("12");
        await Expect(mine.GetByTestId("policy-returning-counsellorDays")).ToHaveValueAsync("30");
        await mine.Context.CloseAsync();
        await theirs.Context.CloseAsync();
    }

    [Test]
    public async Task Whose_ladder_comes_to_nobody_at_some_hour_is_refused_at_its_place_naming_centre_and_hour()
    {
        var page = await OpenRoutingAsync("admin");
        await page.GetByTestId("tab-crisis").ClickAsync();
        await Expect(page.GetByTestId("routing")).ToContainTextAsync("还没有设置：危机咨询员 20 秒、值班长 20 秒、所有人 20 秒");
        await page.GetByTestId("people-add").ClickAsync();
        await page.GetByTestId("policy-crisis-onCall-0-name").FillAsync("王老师");
        await page.GetByTestId("policy-crisis-onCall-0-phone").FillAsync("13800003333");
        await Expect(page.GetByTestId("policy-crisis-onCall-0-phone-faults")).ToContainTextAsync("号码格式不对");
        await page.GetByTestId("policy-crisis-onCall-0-phone").FillAsync("+8613800003333");
        await page.GetByTestId("ladders-add").ClickAsync();
        await Expect(page.GetByTestId("policy-crisis-ladders-0")).ToContainTextAsync("王老师");
        await Expect(page.GetByTestId("policy-faults")).ToHaveCountAsync(0);
        await PictureAsync(page, "routing-crisis");

        await PickAsync(page, "policy-crisis-onCall-0-hours", "工作时间");
        await Expect(page.GetByTestId("policy-crisis-ladders-0-steps-faults")).ToContainTextAsync("周一 00:00，自治区 的呼叫顺序找不到一个待命的人。");
        await Expect(page.GetByTestId("policy-faults")).ToContainTextAsync("危机呼叫 › 呼叫顺序 › 第 1 项 › 步骤");
        await PictureAsync(page, "routing-crisis-nobody");
        await PickAsync(page, "policy-crisis-onCall-0-hours", "随时待命");
        await Expect(page.GetByTestId("policy-faults")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static async Task PickAsync(IPage page, string field, string option)
    {
        await page.GetByTestId(field).ClickAsync();
        await page.Locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").Filter(new() { HasText = option }).ClickAsync();
    }

    [Test]
    public async Task Is_not_left_with_unsaved_changes_unasked()
    {
        var page = await OpenRoutingAsync("admin");
        await page.GetByTestId("tab-rules").ClickAsync();
        await page.GetByTestId("policy-flood-perNumber").FillAsync("3");
        await page.GetByTestId("nav-staff").ClickAsync();
        var asked = page.GetByRole(AriaRole.Dialog);
        await Expect(asked).ToContainTextAsync("有未保存的修改");
        await asked.GetByText("留下").ClickAsync();
        await Expect(page.GetByTestId("policy-flood-perNumber")).ToHaveValueAsync("3");
        await page.GetByTestId("nav-staff").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByText("放弃并离开").ClickAsync();
        await Expect(page.GetByTestId("staff-table")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task Is_read_but_not_changed_by_a_supervisor()
    {
        var page = await OpenRoutingAsync("lead");
        await page.GetByTestId("tab-lanes").ClickAsync();
        await page.GetByTestId("lane-hohhot-legal").ClickAsync();
        await Expect(page.GetByTestId("policy-lanes-3-steps")).ToContainTextAsync("等满 2 分钟，也到上级中心的同一线路");
        await Expect(page.GetByTestId("policy-save")).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("policy-lanes-3-closed-add")).ToHaveCountAsync(0);
        await page.GetByTestId("tab-phones").ClickAsync();
        await Expect(page.GetByTestId("policy-phones-0-masked")).ToContainTextAsync("138····1111");
        await Expect(page.GetByTestId("policy-phones-0-edit")).ToHaveCountAsync(0);
        await PictureAsync(page, "routing-read-only");
        await page.Context.CloseAsync();
    }

    private static async Task<IPage> OpenRoutingAsync(string user)
    {
        var page = await SignInAsync(user);
        await page.GetByTestId("nav-routing").ClickAsync();
        await Expect(page.GetByTestId("routing")).ToBeVisibleAsync();
        return page;
    }

    private static async Task SaveFigureAsync(IPage page, string field, string figure, string comment)
    {
        await page.GetByTestId("tab-rules").ClickAsync();
        await page.GetByTestId(field).FillAsync(figure);
        await page.GetByTestId("policy-save").ClickAsync();
        await page.GetByTestId("policy-comment").FillAsync(comment);
        await page.GetByTestId("policy-save-confirm").ClickAsync();
    }

    private static async Task<int> VersionAsync(IPage page) =>
        int.Parse((await page.GetByTestId("routing").GetAttributeAsync("data-version"))!, CultureInfo.InvariantCulture);

    private static Task ExpectVersionAsync(IPage page, int version) =>
        Expect(page.GetByTestId("routing")).ToHaveAttributeAsync("data-version", version.ToString(CultureInfo.InvariantCulture));
}
