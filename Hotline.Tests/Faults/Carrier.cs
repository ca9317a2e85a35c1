using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>The simulated carrier's control interface: faults, telephones, and its verdict.</summary>
internal sealed class Carrier(Uri address) : IDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 200 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>Forgets calls, faults and verdicts; telephones too.</summary>
    public async Task ResetAsync() => (await Http.PostAsync(new Uri("/api/reset", UriKind.Relative), null)).Dispose();

    public Task FaultsAsync(object faults) => PutAsync("/api/faults", faults);

    public async Task NoFaultsAsync() => (await Http.DeleteAsync(new Uri("/api/faults", UriKind.Relative))).Dispose();

    public Task PhoneAsync(string phone, object settings) => PutAsync($"/api/phones/{Uri.EscapeDataString(phone)}", settings);

    public Task<JsonElement> VerdictAsync() => Http.GetFromJsonAsync<JsonElement>("/api/judge");

    public Task<JsonElement> CallAsync(string sid) => Http.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}");

    public async Task<JsonElement[]> LiveAsync() =>
        [.. (await Http.GetFromJsonAsync<JsonElement>("/api/calls?state=live&limit=1000")).GetProperty("calls").EnumerateArray()];

    /// <summary>How many legs were dialled to a telephone.</summary>
    public async Task<int> LegsToAsync(string phone) =>
        (await Http.GetFromJsonAsync<JsonElement>("/api/calls?limit=1000")).GetProperty("calls").EnumerateArray().Count(c => c.GetProperty("to").GetString() == phone);

    /// <summary>Gives the carrier's name of the new call.</summary>
    public async Task<string> DialsAsync(string from)
    {
        using var dialled = await Http.PostAsJsonAsync("/api/calls", new { from });
        dialled.EnsureSuccessStatusCode();
        return (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
    }

    /// <summary>False: not within that time.</summary>
    public async Task<bool> IsAsync(string sid, string condition, int withinMs)
    {
        using var answer = await Http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs={withinMs}"));
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public async Task<bool> PressesAsync(string sid, char key)
    {
        using var pressed = await Http.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits = key.ToString() });
        return pressed.IsSuccessStatusCode;
    }

    public async Task HangsUpAsync(string sid) => (await Http.PostAsync(new Uri($"/api/calls/{sid}/hangup", UriKind.Relative), null)).Dispose();

    /// <summary>Waits until the next event of a type.</summary>
    public async Task NextAsync(string type)
    {
        var after = await LastAsync();
        await Servers.Eventually.True(async () =>
        {
            var page = await Http.GetFromJsonAsync<JsonElement>(string.Create(CultureInfo.InvariantCulture, $"/api/events?after={after}"));
            return page.GetProperty("events").EnumerateArray().Any(e => e.GetProperty("type").GetString() == type);
        }, $"the carrier tells of {type}");
    }

    /// <summary>Everything the carrier saw of these legs.</summary>
    public async Task<string> SawOfAsync(IReadOnlyCollection<string> sids) => string.Join('\n',
        (await EventsAsync()).Select(e => e.ToString()).Where(e => sids.Any(sid => e.Contains(sid, StringComparison.Ordinal))));

    public void Dispose() => Http.Dispose();

    private async Task<long> LastAsync() => (await EventsAsync()) is [.., var last] ? last.GetProperty("seq").GetInt64() : 0;

    private async Task<List<JsonElement>> EventsAsync()
    {
        List<JsonElement> events = [];
        for (var after = 0L; ;)
        {
            var page = await Http.GetFromJsonAsync<JsonElement>(string.Create(CultureInfo.InvariantCulture, $"/api/events?after={after}"));
            if (page.GetProperty("events").GetArrayLength() == 0) return events;
            events.AddRange(page.GetProperty("events").EnumerateArray());
            after = events[^1].GetProperty("seq").GetInt64();
        }
    }

    private async Task PutAsync(string path, object body)
    {
        using var set = await Http.PutAsJsonAsync(path, body, Wire);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }
}
