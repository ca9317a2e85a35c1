using System.Net;
using System.Text.Json;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.AgentHost;

/// <summary>A centre below calls for help; whoever answers from the centre above sees what is kept of the caller, as long as she has it.</summary>
internal sealed class Care_held_from_above : OnStaffHosts
{
    [Test]
    public async Task Is_seen_and_written_by_the_holder_of_the_escalation_until_it_is_over_and_by_no_colleague_of_hers()
    {
        await One.HasStaffAsync("above-chief", roles: Role.Administrator);
        using var chief = await One.SignsInAsync("above-chief");
        var (status, answer) = await chief.SendAsync(HttpMethod.Put, "/api/routing/policy",
            new { basedOn = 1, policy = JsonDocument.Parse(PolicyJson.Write(TwoLevels)).RootElement, comment = "" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
        await Eventually.True(() => new[] { One, Two }.All(h => h.Services.GetRequiredService<RoutingPolicies>().Current.Policy.Centres.Count == 2), "two levels on both hosts", TimeSpan.FromSeconds(30));
        await One.HasStaffAsync("below", centre: "league");
        await One.HasStaffAsync("holder", roles: Role.Counsellor);
        await One.HasStaffAsync("colleague", roles: Role.Counsellor);
        using var below = await One.SignsInAsync("below");
        using var holder = await One.SignsInAsync("holder");
        using var colleague = await One.SignsInAsync("colleague");
        await using var desk = await below.OpensConsoleAsync();
        await using var above = await holder.OpensConsoleAsync();
        var call = await TakesARecordedCallAsync(below, desk, "+8613820000021");
        var address = $"/api/care/calls/{call}";
        Task<(HttpStatusCode Status, JsonElement Body)> SavesCard(Colleague who, int version) => who.SendAsync(HttpMethod.Put, $"{address}/card", new { version, place = "旗里" });

        var id = (await desk.AskAsync("RaiseCrisis", call)).GetProperty("escalation").GetString()!;
        Assert.That((await holder.SendAsync(HttpMethod.Get, address)).Status, Is.EqualTo(HttpStatusCode.Forbidden), "nobody has it yet");
        Assert.That((await above.AskAsync("AcknowledgeEscalation", id)).GetProperty("outcome").GetString(), Is.EqualTo("Done"));
        Assert.That((await holder.GetAsync(address)).GetProperty("call").GetString(), Is.EqualTo(call));
        Assert.That((await SavesCard(holder, 0)).Status, Is.EqualTo(HttpStatusCode.OK));
        foreach (var denied in new[] { await colleague.SendAsync(HttpMethod.Get, address), await SavesCard(colleague, 1) })
            Assert.That(denied.Status, Is.EqualTo(HttpStatusCode.Forbidden), "it is not hers");

        Assert.That((await above.AskAsync("CloseEscalation", id, "Safe")).GetString(), Is.EqualTo("Done"));
        foreach (var over in new[] { await holder.SendAsync(HttpMethod.Get, address), await SavesCard(holder, 1) })
            Assert.That(over.Status, Is.EqualTo(HttpStatusCode.Forbidden), "it is over");
    }

    private static RoutingPolicy TwoLevels => new()
    {
        Centres = [new() { Code = "main", Name = "自治区" }, new() { Code = "league", Name = "盟市", Parent = "main", Lines = ["12338"] }],
        Skills = Example.Skills,
        Lanes = [.. Example.Skills.Select(s => Lane("*", s.Code))],
    };
}
