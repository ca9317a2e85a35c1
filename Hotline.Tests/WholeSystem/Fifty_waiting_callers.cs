using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

[Platform(Include = "Linux", Reason = "Signals and /proc.")]
internal sealed class Fifty_waiting_callers
{
    private const int Callers = 50;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(12);

    private WholeHotline? _hotline;

    private WholeHotline Hotline => _hotline!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await WholeHotline.StartAsync(("Simulator__Speed", "10"));

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [Test]
    public Task Are_all_answered_in_order_after_a_wiped_Redis() => AnsweredInOrderAsync().WaitAsync(Bound);

    private async Task AnsweredInOrderAsync()
    {
        var watch = Stopwatch.StartNew();
        var callers = new List<CallerOnTheLine>();
        for (var n = 0; n < Callers; n++)
        {
            var caller = await CallerOnTheLine.DialsAsync(Hotline.Carrier, string.Create(CultureInfo.InvariantCulture, $"+86138{10_000_000 + n}"));
            await caller.PressesAsync("1");
            callers.Add(caller);
        }
        // Said only in the first document of the wait.
        await Task.WhenAll(callers.Select(caller => caller.HearsAsync("say:按0随时转接危机干预。")));
        await Eventually.True(() => Hotline.Record("SELECT call_id FROM calls WHERE state = 'Waiting' AND skill = 'legal'", row => row.GetString(0)).Count == Callers,
            "the record knows all callers");
        var arrivals = Hotline.Record("SELECT call_id, arrived_at FROM calls", row => (Call: row.GetString(0), At: row.GetString(1)))
            .ToDictionary(row => row.Call, row => row.At, StringComparer.Ordinal);
        Told(watch, "all wait");

        await using var lead = await OperatorAtWork.SignsInAsync(Hotline.Agent, "lead");
        await using var legal = await OperatorAtWork.SignsInAsync(Hotline.Agent, "legal");
        await legal.OpensConsoleAsync();
        Assert.That(await Hotline.RedisAsync("FLUSHALL"), Is.EqualTo("+OK"));
        await Eventually.True(async () => await WaitingAsync(lead) == Callers, "every caller is back at her place", TimeSpan.FromSeconds(60));
        Told(watch, "all are back after FLUSHALL");

        await legal.WishesAsync("Ready");
        List<string> accepted = [];
        for (var n = 0; n < Callers; n++)
        {
            var call = await legal.TakesTheNextCallAsync();
            accepted.Add(call);
            await legal.DoneAsync("End", call);
            await legal.FinishesWritingAsync(call);
        }
        Told(watch, "all were answered");

        Assert.That(accepted, Is.Unique);
        Assert.That(accepted.Select(call => arrivals[call]), Is.Ordered, "accepted in the order of arrival");
        await Hotline.EveryCallIsOverAsync();
        await Hotline.NobodyIsLostAsync(answered: Callers);
        await SheWhoCalledFirstTalkedFirst(callers);
        await TheRecordIsWhole();
        Told(watch, "all is recorded");
    }

    /// <summary>By the carrier's own account, which knows nothing of our ids.</summary>
    private async Task SheWhoCalledFirstTalkedFirst(IReadOnlyList<CallerOnTheLine> callers)
    {
        var all = (await Hotline.Carrier.GetFromJsonAsync<JsonElement>("/api/calls?direction=inbound")).GetProperty("calls").EnumerateArray()
            .ToDictionary(call => call.GetProperty("sid").GetString()!, StringComparer.Ordinal);
        var talked = callers.Select(caller => all[caller.Sid].GetProperty("heard").EnumerateArray()
            .Where(line => line.GetProperty("kind").GetString() == "bridge").Select(line => line.GetProperty("at").GetDateTimeOffset()).ToList()).ToList();
        Assert.That(talked, Has.All.Count.EqualTo(1), "each talked once");
        Assert.That(talked.Select(times => times[0]), Is.Ordered, "bridged in the order of dialling");
    }

    private async Task TheRecordIsWhole()
    {
        await Eventually.True(() => Calls().All(call => call.State == "Closed"), "every call is closed in the record", TimeSpan.FromSeconds(30));
        var calls = Calls();
        Assert.That(calls, Has.Count.EqualTo(Callers));
        Assert.That(calls.Where(call => call.ConnectedAt is null), Is.Empty, "each has its time of connection");
        Assert.That(calls.OrderBy(call => call.AcceptedAt, StringComparer.Ordinal).Select(call => call.ArrivedAt), Is.Ordered, "the record tells the same order");
    }

    private IReadOnlyList<(string State, string ArrivedAt, string? AcceptedAt, string? ConnectedAt)> Calls() =>
        Hotline.Record("SELECT state, arrived_at, accepted_at, connected_at FROM calls", row =>
            (row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3)));

    private static async Task<int> WaitingAsync(OperatorAtWork lead) =>
        (await lead.Http.GetFromJsonAsync<JsonElement>("/api/board")).GetProperty("lanes").EnumerateArray()
            .Where(lane => lane.GetProperty("skill").GetString() == "legal").Sum(lane => lane.GetProperty("waiting").GetInt32());

    private static void Told(Stopwatch watch, string what) =>
        TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} after {watch.Elapsed.TotalSeconds:0.0} s"));
}
