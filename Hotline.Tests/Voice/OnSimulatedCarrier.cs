using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Hotline.Tests.WholeSystem;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>The real host and the real adapter against the carrier's other end, which shares no code with them; one for the fixture, reset before each test.</summary>
internal abstract class OnSimulatedCarrier
{
    private CarriedHotline _hotline = null!;

    protected RedisServer Redis => _hotline.Redis;
    protected ServiceProvider Desk => _hotline.Services;
    protected HttpClient Control => _hotline.Control;
    protected Uri Address => _hotline.Address;
    protected Desks Desks => _hotline.Desks;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await CarriedHotline.StartAsync([.. Ordinary, .. More]);

    // As long as they are in production, but for the lease, which no console renews here.
    private static (string, string)[] Ordinary =>
        [("Routing__OfferSeconds", "20"), ("Routing__RingSeconds", "35"), ("Routing__LeaseSeconds", "60"), ("Routing__CallerSilenceSeconds", "90")];

    /// <summary>Further settings of the host.</summary>
    protected virtual IEnumerable<(string, string)> More => [];

    [SetUp]
    public Task ResetAsync() => _hotline.ResetAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    protected async Task<(string Sid, StaffId Staff, CallId Call)> TalkAsync(string endpoint)
    {
        var sid = await DialAsync("1");
        var (staff, call) = await AcceptAsync(endpoint);
        await WaitAsync(sid, "bridged");
        await DeskIsAsync(staff, DeskState.Busy);
        return (sid, staff, call);
    }

    protected async Task<string> DialAsync(string? digit)
    {
        using var dialled = await Control.PostAsJsonAsync("/api/calls", new { from = "+8613800005678" });
        var sid = (await dialled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sid").GetString()!;
        await WaitAsync(sid, "gather");
        if (digit is not null) await PressAsync(sid, digit);
        return sid;
    }

    protected async Task<(StaffId Staff, CallId Call)> AcceptAsync(string endpoint, Skill? skill = null)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, "main", [new SkillLevel(skill ?? Skill.Legal, 2)], endpoint);
        await Desks.SetPresenceAsync(staff, Presence.Ready, null);
        await DeskIsAsync(staff, DeskState.Offered);
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        Assert.That(await Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return (staff, offer.Call);
    }

    protected Task DeskIsAsync(StaffId staff, DeskState state) =>
        Eventually.True(async () => (await Desks.ReadAsync(staff))?.State == state, $"the desk is {state}");

    protected async Task<Dictionary<string, int>> LanesAsync() =>
        (await Desks.ReadBoardAsync("main"))!.Lanes.GroupBy(lane => lane.Skill).ToDictionary(g => g.Key, g => g.Sum(lane => lane.Waiting));

    protected async Task PhoneAsync(string address, object phone)
    {
        using var set = await Control.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString(address)}", phone);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    protected async Task PressAsync(string sid, string digits)
    {
        using var pressed = await Control.PostAsJsonAsync($"/api/calls/{sid}/digits", new { digits });
        Assert.That(pressed.IsSuccessStatusCode, await pressed.Content.ReadAsStringAsync());
    }

    protected async Task WaitAsync(string sid, string condition, int after = 0)
    {
        using var answer = await Control.GetAsync(string.Create(CultureInfo.InvariantCulture,
            $"/api/calls/{sid}/wait?for={Uri.EscapeDataString(condition)}&timeoutMs=30000&after={after}"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK),
            $"{condition}: {string.Join(" | ", await HeardAsync(sid))}\n{string.Join('\n', _hotline.Printed.TakeLast(20))}");
    }

    protected async Task<int> LinesAsync(string sid) => (await HeardAsync(sid)).Length;

    protected async Task<string[]> HeardAsync(string sid) =>
        [.. (await Control.GetFromJsonAsync<JsonElement>($"/api/calls/{sid}")).GetProperty("heard").EnumerateArray()
            .Select(line => $"{line.GetProperty("kind").GetString()}:{line.GetProperty("text").GetString()}")];

    protected async Task JudgeAsync(int answered, bool ended = true)
    {
        var verdict = await Control.GetFromJsonAsync<JsonElement>("/api/judge");
        var text = verdict.ToString();
        Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(answered), text);
        Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, text);
        Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("deadAir").GetArrayLength(), Is.Zero, text);
        Assert.That(verdict.GetProperty("applicationErrorCount").GetInt32(), Is.Zero, text);
        if (ended) await Eventually.True(async () => (await Control.GetFromJsonAsync<JsonElement>("/api/judge")).GetProperty("openCalls").GetInt32() == 0, "no call is left open");
    }
}
