using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>What the carrier is asked to do, and what it tells.</summary>
internal sealed partial class CarriedHotline
{
    /// <summary>The texts the carrier took, newest first.</summary>
    public async Task<JsonElement[]> MessagesAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/messages")).GetProperty("messages").EnumerateArray()];

    /// <summary>A carrier without calls, faults or verdicts, and an empty live state.</summary>
    public async Task ResetAsync()
    {
        using var _ = await _control.PostAsync("/api/reset", null);
        await Redis.FlushAllAsync();
        // A request whose caller was just hung up on may still be with the host, and put her back at her place in the emptied live state.
        var calm = 0;
        await Eventually.True(async () =>
        {
            if (await Database.HashLengthAsync(Keys.Calls) == 0) return ++calm == 10;
            calm = 0;
            await Redis.FlushAllAsync();
            return false;
        }, "nothing is left of earlier calls");
    }

    public async Task<string> DialsAsync(string from = "+8613800005678")
    {
        using var dialled = await _control.PostAsJsonAsync("/api/calls", new { from });
        return (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
    }

    /// <summary>Dials and presses a key at the menu.</summary>
    public async Task<string> DialsAsync(char key)
    {
        var sid = await DialsAsync();
        await SoonAsync(sid, "gather");
        await PressesAsync(sid, key);
        return sid;
    }

    /// <summary>False: the call was over.</summary>
    public async Task<bool> PressesAsync(string sid, char key)
    {
        using var pressed = await _control.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits = key.ToString() });
        return pressed.IsSuccessStatusCode;
    }

    /// <summary>So many operators may talk with this caller at once.</summary>
    public async Task ExpectsAsync(string sid, int legs)
    {
        using var set = await _control.PutAsJsonAsync($"/api/calls/{sid}/expect", new { legs }, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    /// <summary>False: the call was over.</summary>
    public async Task<bool> HangsUpAsync(string sid)
    {
        using var done = await _control.PostAsync($"/api/calls/{sid}/hangup", null);
        return done.IsSuccessStatusCode;
    }

    public async Task FaultsAsync(object faults)
    {
        using var set = await _control.PutAsJsonAsync("/api/faults", faults, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    /// <summary>The number of the carrier's last event: a page that begins behind all of them is empty and names it.</summary>
    public async Task<long> LastEventAsync() => (await _control.GetFromJsonAsync<JsonElement>("/api/events?after=1000000000000")).GetProperty("last").GetInt64();

    /// <summary>Whether, since that event, a request lies or lay at the carrier because of an ordered delay.</summary>
    public async Task<bool> WasDelayedAsync(string request, long since) =>
        (await _control.GetFromJsonAsync<JsonElement>(string.Create(CultureInfo.InvariantCulture, $"/api/events?after={since}"))).GetProperty("events").EnumerateArray()
            .Any(e => e.GetProperty("type").GetString() == "rest.delayed" && e.GetProperty("text").GetString()!.EndsWith(request, StringComparison.Ordinal));

    public async Task NoFaultsAsync() => (await _control.DeleteAsync("/api/faults")).Dispose();

    public async Task PhoneAsync(string address, object phone)
    {
        using var set = await _control.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(address)}", phone, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until the phone is ringing, active or idle.</summary>
    public async Task PhoneIsAsync(string address, string state)
    {
        using var answer = await _control.GetAsync($"/api/phones/{Uri.EscapeDataString(address)}/wait?for={state}&timeoutMs=30000");
        Assert.That(answer.IsSuccessStatusCode, $"{address} is not {state}");
    }

    /// <summary>Answers or hangs up (declines, while it rings). False: there was nothing to do it to.</summary>
    public async Task<bool> PhoneDoesAsync(string address, string act)
    {
        using var done = await _control.PostAsync($"/api/phones/{Uri.EscapeDataString(address)}/{act}", null);
        return done.IsSuccessStatusCode;
    }

    public async Task SoonAsync(string sid, string condition, int after = 0, int withinMs = 30_000)
    {
        if (!await WithinAsync(sid, condition, after, withinMs)) Assert.Fail($"{condition}: {await StoryAsync(sid)}");
    }

    public async Task<bool> WithinAsync(string sid, string condition, int after, int withinMs)
    {
        using var answer = await _control.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs={withinMs}&after={after}"));
        return answer.IsSuccessStatusCode;
    }

    public async Task<int> LinesAsync(string sid) => (await CallAsync(sid)).GetProperty("heard").GetArrayLength();

    public Task<JsonElement> CallAsync(string sid) => _control.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}");

    public async Task<JsonElement[]> LiveLegsAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/calls?state=live")).GetProperty("calls").EnumerateArray()];

    public async Task<JsonElement[]> OperatorLegsAsync() =>
        [.. (await _control.GetFromJsonAsync<JsonElement>("/api/calls?direction=outbound-api&limit=1000")).GetProperty("calls").EnumerateArray()];

    public Task<JsonElement> VerdictAsync() => _control.GetFromJsonAsync<JsonElement>("/api/judge");

    /// <summary>Nobody was lost, bridged twice, left in silence, or rung while in use.</summary>
    public async Task<JsonElement> JudgedWellAsync(bool errors = true, bool silence = true)
    {
        var verdict = await VerdictAsync();
        var text = verdict.ToString();
        Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, text);
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, text);
        if (silence) Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, text);
        if (errors) Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, text);
        return verdict;
    }

    /// <summary>What the call heard and what was told of it, for a failure's message.</summary>
    public async Task<string> StoryAsync(string sid)
    {
        var call = await CallAsync(sid);
        var heard = call.GetProperty("heard").EnumerateArray().Select(l => $"{l.GetProperty("at").GetString()} {l.GetProperty("kind").GetString()}:{l.GetProperty("text").GetString()}");
        var events = (await _control.GetFromJsonAsync<JsonElement>("/api/events?after=0")).GetProperty("events").EnumerateArray()
            .TakeLast(80).Select(e => e.ToString());
        return $"{call.GetProperty("status")} {call.GetProperty("endReason")}\n  {string.Join("\n  ", heard)}\n{string.Join('\n', events)}\n{string.Join('\n', Printed.TakeLast(20))}";
    }

    /// <summary>Gives the carrier another document for a leg, as a stranger with our account could.</summary>
    public async Task RedirectsAsync(string sid, string document)
    {
        using var order = new HttpRequestMessage(HttpMethod.Post, $"/2010-04-01/Accounts/{Account}/Calls/{sid}.json") { Content = new FormUrlEncodedContent([new("Twiml", document)]) };
        order.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{Account}:{Key}")));
        using var answer = await _control.SendAsync(order);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
