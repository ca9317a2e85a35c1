using System.Net;
using System.Text.Json;
using Hotline.Tests.AgentHost;
using Hotline.Tests.Servers;
using Hotline.Tests.WholeSystem;

namespace Hotline.Tests.Browser;

/// <summary>What a test leaves behind: desks that are not off, escalations that are open. Ended as their people would.</summary>
internal static class LeftOver
{
    private static readonly string[] People = ["lead", "legal", "psych", "crisis"];

    // Signed in once: a sign-in is counted against their address.
    private static readonly Dictionary<string, CookieContainer> s_signedIn = [];

    public static async Task EndAsync(Uri agent)
    {
        foreach (var name in People)
        {
            await using var hub = await HubSocket.OpenAsync(agent, await CookiesAsync(agent, name));
            await Eventually.True(async () => await IsOffAsync(hub), $"{name} is off", TimeSpan.FromSeconds(60));
            foreach (var e in (await hub.AskAsync("WatchCrisis")).GetProperty("escalations").EnumerateArray().ToArray()) await CloseAsync(hub, e);
        }
    }

    private static async Task<CookieContainer> CookiesAsync(Uri agent, string name)
    {
        if (s_signedIn.TryGetValue(name, out var cookies)) return cookies;
        await using var she = await OperatorAtWork.SignsInAsync(agent, name);
        return s_signedIn[name] = she.Cookies;
    }

    private static async Task<bool> IsOffAsync(HubSocket hub)
    {
        var desk = await hub.AskAsync("GetDesk");
        var state = desk.GetProperty("state").GetString();
        if (state == "Off" && desk.GetProperty("wish").GetString() == "Off") return true;
        var call = desk.GetProperty("call") is { ValueKind: JsonValueKind.Object } on ? on.GetProperty("call").GetString() : null;
        await hub.AskAsync("SetPresence", "Off", null);
        if (state == "WrapUp") await hub.AskAsync("FinishWrapUp", call);
        if (state == "Assisting") await hub.AskAsync("LeaveCall", call);
        return false;
    }

    private static async Task CloseAsync(HubSocket hub, JsonElement e)
    {
        var id = e.GetProperty("id").GetString();
        if (!e.GetProperty("mine").GetBoolean() && (await hub.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString() != "Done") return;
        foreach (var rescue in e.GetProperty("rescues").EnumerateArray()) await hub.AskAsync("NoteRescue", id, rescue.GetProperty("number").GetInt32(), "Ended");
        await hub.AskAsync("CloseEscalation", id, "FalseAlarm");
    }
}
