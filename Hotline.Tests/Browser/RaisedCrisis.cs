using Microsoft.Playwright;
using static Hotline.Tests.Browser.RunningHotline;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Tests.Browser;

/// <summary>A crisis raised about no call by the supervisor, and the counsellor who is called.</summary>
internal static class RaisedCrisis
{
    public static async Task<(IPage Counsellor, IPage Lead)> BeginAsync(string language)
    {
        var counsellor = await ReadyCounsellorAsync(language);
        var lead = await SignInAsync("lead");
        await SpeakAsync(lead, language);
        await lead.GetByTestId("crisis-button").ClickAsync();
        await Expect(lead.GetByTestId("own-bar")).ToHaveAttributeAsync("data-is", "paging");
        await Expect(counsellor.GetByTestId("alarm-bar")).ToBeVisibleAsync();
        return (counsellor, lead);
    }

    public static async Task<IPage> ReadyCounsellorAsync(string language = "zh-CN")
    {
        var page = await SignInAsync("crisis");
        await SpeakAsync(page, language);
        await SetPresenceAsync(page, "Ready");
        await ExpectStateAsync(page, "Ready");
        return page;
    }

    public static async Task AnswerAsync(IPage counsellor)
    {
        await counsellor.GetByTestId("alarm-answer").ClickAsync();
        await Expect(counsellor.GetByTestId("crisis-detail")).ToHaveAttributeAsync("data-state", "Acknowledged");
    }

    /// <summary>The dialog being open.</summary>
    public static async Task CloseAsync(IPage counsellor)
    {
        await counsellor.GetByTestId("close-FalseAlarm").ClickAsync();
        await counsellor.GetByTestId("close-confirm").ClickAsync();
        await Expect(counsellor.GetByTestId("crisis-closed")).ToBeVisibleAsync();
        await Expect(counsellor.GetByTestId("close-outcomes")).ToHaveCountAsync(0);
    }

    public static async Task EndAsync(IPage counsellor)
    {
        await AnswerAsync(counsellor);
        await counsellor.GetByTestId("crisis-close").ClickAsync();
        await CloseAsync(counsellor);
    }
}
