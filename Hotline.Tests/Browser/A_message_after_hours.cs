using Microsoft.Playwright;
using NUnit.Framework;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>A caller of a closed centre leaves a message; at the centre above it is heard, seen to and closed, by keyboard.</summary>
public sealed class A_message_after_hours
{
    [TearDown]
    public static Task ClearTheLineAsync() => EndAllCallsAsync();

    [Test]
    public async Task Is_heard_and_closed()
    {
        await LeftMessage.ByAsync("+8613700004321");

        var legal = await SignInAsync("legal");
        await Expect(legal.GetByTestId("messages-count")).ToContainTextAsync("1");
        await legal.GetByTestId("nav-board").ClickAsync();
        await Expect(legal.GetByTestId("board-messages")).ToContainTextAsync("条未听");
        await PictureAsync(legal, "messages-board");
        await legal.GetByTestId("nav-messages").ClickAsync();
        var message = legal.GetByTestId("message");
        await Expect(message).ToHaveCountAsync(1);
        await Expect(message).ToContainTextAsync("137····4321");
        await Expect(message).ToContainTextAsync("中心 night");
        await Expect(legal.GetByTestId("message-contact")).ToContainTextAsync("现在不可回拨");
        await Expect(legal.GetByTestId("message-heard")).ToHaveTextAsync("还没有人听");
        await Expect(legal.GetByTestId("message-play")).ToBeEnabledAsync();
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the list");
        await PictureAsync(legal, "messages");

        await LeftMessage.TakeAndHearAsync(legal);
        await Expect(legal.GetByTestId("message-taken")).ToHaveTextAsync("由我处理");
        await Expect(legal.GetByTestId("message-heard")).ToContainTextAsync("已听");
        await Expect(legal.GetByTestId("messages-count")).ToHaveCountAsync(0);

        await LeftMessage.AskOutcomeAsync(legal);
        Assert.That(await Axe.ViolationsAsync(legal), Is.Empty, "the end of it");
        await PictureAsync(legal, "messages-close");
        await LeftMessage.CloseAsync(legal);
        await Expect(legal.GetByTestId("message-outcome").First).ToContainTextAsync("没有说话");
        await legal.Context.CloseAsync();
    }
}
