using System.Text.Json;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>A console is told all open escalations once, and from then on what changed of them.</summary>
internal sealed class What_changed_of_the_escalations : OnStaffHosts
{
    private static int _people;

    [Test]
    public async Task Comes_in_pieces_that_make_the_whole()
    {
        await using var lead = await SitsAsync(One);
        var old = await RaiseAsync();
        await lead.Console.AskAsync("AcknowledgeEscalation", old);
        var told = await lead.Console.AskAsync("WatchCrisis");
        Assert.That(Ids(told), Does.Contain(old));
        // Redis counts milliseconds: what was saved in the very one of a reading is told twice.
        await Eventually.True(async () =>
        {
            var before = told.GetProperty("version").GetInt64();
            told = await lead.Console.AskAsync("WatchCrisis");
            return !Ids(await lead.Console.AskAsync("CrisisSince", before)).Contains(old);
        }, "nothing happens to it");

        var anew = await RaiseAsync();
        await Eventually.True(() => Shown(lead.Console, anew) is not null, "what is new is told");
        Assert.That(Ids(await lead.Console.AskAsync("CrisisSince", Version(told))), Does.Contain(anew).And.Not.Contain(old), "what has not changed is not told again");
        await lead.Console.AskAsync("AcknowledgeEscalation", anew);
        await Eventually.True(() => Shown(lead.Console, anew) is { } e && e.GetProperty("mine").GetBoolean(), "what changed is told");
        await lead.Console.AskAsync("CloseEscalation", old, "Safe");
        await Eventually.True(() => Shown(lead.Console, old) is null, "what was closed is told");

        var change = await lead.Console.AskAsync("CrisisSince", Version(told));
        Assert.That(Ids(change), Does.Contain(anew).And.Not.Contain(old), "nor is what is closed");
        Assert.That(change.GetProperty("closed").EnumerateArray().Select(e => e.GetString()), Does.Contain(old));
    }

    [Test]
    public async Task Is_nothing_when_nothing_did()
    {
        await using var lead = await SitsAsync(One);
        var id = await RaiseAsync();
        var told = await lead.Console.AskAsync("WatchCrisis");
        // The ladder may have climbed meanwhile: told again until it stands still.
        await Eventually.True(async () =>
        {
            var change = await lead.Console.AskAsync("CrisisSince", Version(told));
            if (Ids(change).Length == 0 && Version(change) == Version(told)) return true;
            told = await lead.Console.AskAsync("WatchCrisis");
            return false;
        }, "nothing changed");
        Assert.That(Ids(told), Does.Contain(id));
    }

    [Test]
    public async Task Is_not_told_to_who_was_never_told_all_or_knows_what_this_host_does_not()
    {
        await using var lead = await SitsAsync(Two);
        Assert.That((await lead.Console.AskAsync("CrisisSince", 0)).ValueKind, Is.EqualTo(JsonValueKind.Null), "she has never been told all");
        var version = Version(await lead.Console.AskAsync("WatchCrisis"));
        Assert.That((await lead.Console.AskAsync("CrisisSince", version)).ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That((await lead.Console.AskAsync("CrisisSince", version + 1_000_000_000)).ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Is_whole_again_for_who_has_become_somebody_else()
    {
        await using var lead = await SitsAsync(One);
        var version = Version(await lead.Console.AskAsync("WatchCrisis"));
        var connections = One.Services.GetRequiredService<Agent.Hub.HubConnections>();
        var connection = connections.All.Single(c => c.Member.UserName == lead.Name);
        connection.Member = connection.Member with { Roles = new HashSet<Role> { Role.Manager } };
        Assert.That((await lead.Console.AskAsync("CrisisSince", version)).ValueKind, Is.EqualTo(JsonValueKind.Null));
        await lead.Console.AskAsync("WatchCrisis");
        Assert.That((await lead.Console.AskAsync("CrisisSince", version)).ValueKind, Is.EqualTo(JsonValueKind.Object));
    }

    private async Task<string> RaiseAsync() =>
        (await Two.Services.GetRequiredService<Escalations>().RaiseForNumberAsync("number-" + Interlocked.Increment(ref _people), "138····0000", "main", EscalationCause.FollowUp)).Id!.Value.Value;

    private static async Task<Seat> SitsAsync(StaffHost host)
    {
        var name = $"pieces{Interlocked.Increment(ref _people)}";
        await host.HasStaffAsync(name, roles: Role.Supervisor);
        var colleague = await host.SignsInAsync(name);
        return new Seat(name, colleague, await colleague.OpensConsoleAsync());
    }

    private static long Version(JsonElement told) => told.GetProperty("version").GetInt64();

    private static string[] Ids(JsonElement told) => [.. told.GetProperty("escalations").EnumerateArray().Select(e => e.GetProperty("id").GetString()!)];

    private static JsonElement? Shown(HubSocket console, string id) =>
        console.Crisis?.GetProperty("escalations").EnumerateArray().Where(e => e.GetProperty("id").GetString() == id).Select(e => (JsonElement?)e).FirstOrDefault();

    private sealed record Seat(string Name, Colleague Colleague, HubSocket Console) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Console.DisposeAsync();
            Colleague.Dispose();
        }
    }
}
