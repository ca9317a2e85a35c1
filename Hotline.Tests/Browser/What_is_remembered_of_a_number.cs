using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>An operator steps back from a caller; her supervisor sees it, restricts the number for a time, and lifts both.</summary>
public sealed class What_is_remembered_of_a_number
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_set_for_a_reason_seen_by_the_supervisor_and_lifted()
    {
        var legal = await SignInAsync("legal");
        await SetPresenceAsync(legal, "Ready");
        var call = await TakeCallAsync(legal, "+8613700004321", "1");
        await legal.GetByTestId("step-back").ClickAsync();
        await Expect(legal.GetByTestId("mark-confirm")).ToBeDisabledAsync();
        await legal.GetByTestId("mark-reason").FillAsync("来电者是我的邻居");
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the dialog");
        await PictureAsync(legal, "step-back");
        await legal.GetByTestId("mark-confirm").ClickAsync();
        await Expect(legal.GetByTestId("stepped-back")).ToBeVisibleAsync();
        await Expect(legal.GetByTestId("step-back")).ToBeHiddenAsync();
        await PictureAsync(legal, "stepped-back");
        await EndShiftAsync(legal, call);

        var lead = await SignInAsync("lead");
        await OpenRecordsAsync(lead);
        await lead.GetByTestId("records-row").Filter(new LocatorFilterOptions { HasText = "137····4321" }).First.ClickAsync();
        await Expect(lead.GetByTestId("avoid-list")).ToContainTextAsync("李·法律");
        await Expect(lead.GetByTestId("avoid-list")).ToContainTextAsync("来电者是我的邻居");
        await lead.GetByTestId("block-number").ClickAsync();
        await lead.GetByTestId("mark-reason").FillAsync("一天内打来四十次");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the length of a block");
        await PictureAsync(lead, "block");
        await lead.GetByTestId("mark-confirm").ClickAsync();
        await Expect(lead.GetByTestId("call-block")).ToContainTextAsync("一天内打来四十次");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the call");
        await PictureAsync(lead, "call-marks");

        await lead.GetByTestId("avoid-lift").ClickAsync();
        await lead.GetByTestId("mark-reason").FillAsync("双方已经谈妥");
        await lead.GetByTestId("mark-confirm").ClickAsync();
        await Expect(lead.GetByTestId("avoid-list")).ToBeHiddenAsync();

        await OpenRecordsAsync(lead);
        var blocks = lead.GetByTestId("blocks");
        await Expect(blocks).ToContainTextAsync("137····4321");
        await PictureAsync(lead, "blocks");
        Assert.That(await Axe.ViolationsAsync(lead), Is.Empty, "the list");
        await blocks.GetByTestId("block-lift").ClickAsync();
        await lead.GetByTestId("mark-reason").FillAsync("来电已经平静");
        await lead.GetByTestId("mark-confirm").ClickAsync();
        await Expect(blocks).ToContainTextAsync("没有受限制的号码");
    }

    private static Task<IResponse?> OpenRecordsAsync(IPage page) => page.GotoAsync(new Uri(RunningHotline.Console, "/records").ToString());
}
