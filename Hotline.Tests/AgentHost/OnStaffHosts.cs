using System.Net;
using System.Text.Json;
using Hotline.Agent.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Specs of the staff-facing host: one real Redis and two hosts of one installation for the fixture.</summary>
internal abstract class OnStaffHosts
{
    private Installation? _installation;

    protected RedisServer Redis { get; private set; } = null!;
    protected StaffHost One { get; private set; } = null!;
    protected StaffHost Two { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Redis = await RedisServer.StartAsync();
        _installation = new Installation();
        One = StaffHost.Open(Redis, _installation);
        Two = StaffHost.Open(Redis, _installation);
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (One is not null) await One.DisposeAsync();
        if (Two is not null) await Two.DisposeAsync();
        _installation?.Dispose();
        if (Redis is not null) await Redis.DisposeAsync();
    }

    /// <summary>Both hosts know the names of now, and count them as fresh for half a minute: whoever comes later is unknown to the host that did not make her account.</summary>
    protected async Task NamesAreReadAsync()
    {
        foreach (var host in new[] { One, Two }) await host.Services.GetRequiredService<StaffNames>().NamingAsync([], CancellationToken.None);
    }

    /// <summary>Offered, accepted, and in the record.</summary>
    protected async Task<string> TakesARecordedCallAsync(Colleague her, HubSocket console, string number)
    {
        await console.AskAsync("SetPresence", "Ready", null);
        await Two.CallerWaitsAsync(number);
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        var offer = console.Desk!.Value.GetProperty("offer");
        var call = offer.GetProperty("call").GetString()!;
        await console.AskAsync("Accept", call, offer.GetProperty("token").GetInt64());
        // Whole: colleagues see it by its centre, which only the record tells them.
        await Eventually.True(async () => await her.SendAsync(HttpMethod.Get, $"/api/calls/{call}") is (HttpStatusCode.OK, var kept)
            && kept.GetProperty("call").GetProperty("acceptedAt").ValueKind != JsonValueKind.Null, "the recorder copies the call");
        return call;
    }
}
