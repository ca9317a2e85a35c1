using System.Net;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Booked_call_backs : OnStaffHosts
{
    [Test]
    public async Task Are_listed_masked_for_the_centres_supervisors_and_offered_as_such()
    {
        await One.HasStaffAsync("taker");
        await One.HasStaffAsync("lead", roles: Role.Supervisor);
        await One.HasStaffAsync("keeper", roles: Role.Administrator);
        var caller = await One.CallerWaitsAsync("+8613800005678");
        Assert.That(await Two.Flow.BookAsync(caller, CallBackWindow.TwoHours, CancellationToken.None), Is.EqualTo(BookOutcome.Booked));

        using var lead = await Two.SignsInAsync("lead");
        var row = default(JsonElement);
        await Eventually.True(async () => (row = await lead.GetAsync("/api/callbacks")).GetArrayLength() == 1, "the record has the booking");
        row = row[0];
        Assert.That((row.GetProperty("id").GetString(), row.GetProperty("state").GetString(), row.GetProperty("window").GetString()),
            Is.EqualTo((caller.Call.ToString(), "Pending", "TwoHours")));
        Assert.That((row.GetProperty("attempts").GetInt32(), row.GetProperty("mostAttempts").GetInt32()), Is.EqualTo((0, 2)));
        Assert.That(row.GetProperty("until").GetDateTimeOffset() - row.GetProperty("bookedAt").GetDateTimeOffset(), Is.EqualTo(TimeSpan.FromHours(2)));
        Assert.That(row.ToString(), Does.Contain("138····5678").And.Not.Contain("13800005678"));

        using var taker = await One.SignsInAsync("taker");
        using var keeper = await One.SignsInAsync("keeper");
        foreach (var other in new[] { taker, keeper })
            Assert.That((await other.SendAsync(HttpMethod.Get, "/api/callbacks")).Status, Is.EqualTo(HttpStatusCode.Forbidden));

        var lanes = (await lead.GetAsync("/api/board")).GetProperty("lanes").EnumerateArray().ToArray();
        Assert.That((lanes.Sum(l => l.GetProperty("waiting").GetInt32()), lanes.Sum(l => l.GetProperty("callBacks").GetInt32())), Is.EqualTo((0, 1)));

        await using var console = await taker.OpensConsoleAsync();
        await console.AskAsync("SetPresence", "Ready", null);
        await One.Flow.TellAsync(new CarrierFact(null, caller.Leg, FactSide.Caller, EventKind.LegEnded, TimeProvider.System.GetUtcNow(), $"{caller.Leg}/leg.ended", Reason: "completed"), CancellationToken.None);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "the call-back is offered");
        var offer = console.Desk!.Value.GetProperty("offer");
        Assert.That(offer.GetProperty("callBack").GetProperty("attempt").GetInt32(), Is.EqualTo(1));
        await console.AskAsync("Accept", offer.GetProperty("call").GetString()!, offer.GetProperty("token").GetInt64());
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Ringing", "her telephone first");
        Assert.That(console.Desk!.Value.GetProperty("call").GetProperty("callBack").GetProperty("dialling").GetBoolean(), Is.False);
    }
}
