using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>A caller at the carrier's other end: what she presses, what she hears.</summary>
internal sealed class CallerOnTheLine(HttpClient carrier, string sid)
{
    public string Sid => sid;

    /// <param name="from">Null: she withholds her number.</param>
    public static async Task<CallerOnTheLine> DialsAsync(HttpClient carrier, string? from)
    {
        using var answer = from is null
            ? await carrier.PostAsJsonAsync("/api/calls", new { fromWithheld = true })
            : await carrier.PostAsJsonAsync("/api/calls", new { from });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
        return new CallerOnTheLine(carrier, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!);
    }

    /// <summary>Presses a key while one is listened for.</summary>
    public async Task PressesAsync(string digits)
    {
        await IsAsync("gather");
        using var pressed = await carrier.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits });
        Assert.That(pressed.IsSuccessStatusCode, await pressed.Content.ReadAsStringAsync());
    }

    public async Task HangsUpAsync()
    {
        using var answer = await carrier.PostAsync(new Uri($"/api/calls/{sid}/hangup", UriKind.Relative), null);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task HearsAsync(string text, int after = 0) => IsAsync($"heard:{text}", after);

    /// <summary>Waits until a condition of the carrier's holds (<c>bridged</c>, <c>ended</c>, <c>gather</c>, <c>heard:…</c>).</summary>
    public async Task IsAsync(string condition, int after = 0, int withinSeconds = 60)
    {
        using var answer = await carrier.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs={withinSeconds * 1000}&after={after}"));
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail($"The caller's line never came to '{condition}': {await LastHeardAsync()}");
    }

    /// <summary>How the line stands and what she heard last: for the message that says what went wrong.</summary>
    public async Task<string> LastHeardAsync()
    {
        var call = await StateAsync();
        var heard = call.GetProperty("heard").EnumerateArray().TakeLast(12).Select(line => $"{line.GetProperty("at").GetDateTimeOffset():HH:mm:ss.fff} {line.GetProperty("kind")} {line.GetProperty("text")}");
        return $"{call.GetProperty("status")}; errors {call.GetProperty("errors")}; heard last:\n{string.Join('\n', heard)}";
    }

    /// <summary>All the carrier knows of her call.</summary>
    public async Task<JsonElement> StateAsync() => await carrier.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}");

    /// <summary>How many lines she has heard: the index of the next one.</summary>
    public async Task<int> LinesAsync() => (await StateAsync()).GetProperty("heard").GetArrayLength();

    public async Task<bool> TalksAsync()
    {
        var call = await StateAsync();
        return call.GetProperty("bridged").GetBoolean() && call.GetProperty("endedAt").ValueKind == JsonValueKind.Null
            && call.GetProperty("inConferenceWith").GetArrayLength() == 1;
    }
}
