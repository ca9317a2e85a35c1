using System.Net;
using Hotline.Agent.Web;
using Hotline.Core.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>A proxy that ends TLS stands before the host in production: it alone knows who asks, and how.</summary>
internal sealed class Behind_a_proxy : OnStaffHosts
{
    private static async Task<string> CookieAsync(StaffHost host, string userName)
    {
        using var her = host.Nobody();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = new StringContent($$"""{"userName":"{{userName}}","password":"{{StaffHost.Password}}"}""", null, "application/json") };
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var answer = await her.Http.SendAsync(request);
        return answer.Headers.GetValues("Set-Cookie").First(c => c.StartsWith("hotline=", StringComparison.Ordinal));
    }

    private static async Task<List<HttpStatusCode>> TriesAsync(StaffHost host, string from, int times)
    {
        using var stranger = host.Nobody();
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < times; i++) answers.Add((await stranger.SendAsync(HttpMethod.Post, "/api/session", new { userName = "x" }, ("X-Forwarded-For", from))).Status);
        return answers;
    }

    [Test]
    public async Task The_trusted_ones_word_makes_the_cookie_secure_and_bounds_each_address_by_itself()
    {
        using var installation = new Installation();
        await using var host = StaffHost.Open(Redis, installation, ("Proxy:Trusted:0", "127.0.0.0/8"), ("Proxy:Trusted:1", "::1"), ("SignIn:Burst", "10"), ("SignIn:PerSecond", "1"));
        await host.HasStaffAsync("li");
        Assert.That(await CookieAsync(host, "li"), Does.Contain("secure").IgnoreCase);
        Assert.That(await TriesAsync(host, "203.0.113.5", 60), Does.Contain(HttpStatusCode.TooManyRequests));
        Assert.That(await TriesAsync(host, "203.0.113.6", 5), Has.None.EqualTo(HttpStatusCode.TooManyRequests), "one address's flood is not its neighbours'");
    }

    [Test]
    public async Task Nobody_elses_word_counts()
    {
        using var installation = new Installation();
        await using var host = StaffHost.Open(Redis, installation, ("SignIn:Burst", "10"), ("SignIn:PerSecond", "1"));
        await host.HasStaffAsync("li");
        Assert.That(await CookieAsync(host, "li"), Does.Not.Contain("secure").IgnoreCase);
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 60; i++) answers.AddRange(await TriesAsync(host, $"203.0.113.{i}", 1));
        Assert.That(answers, Does.Contain(HttpStatusCode.TooManyRequests), "an invented address buys nothing");
    }

    [TestCase("proxy.example")]
    [TestCase("10.0.0.0/99")]
    public void A_malformed_one_stops_the_start_and_names_its_key(string proxy)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Proxy:Trusted:0", proxy)]).Build();
        Assert.That(() => new ServiceCollection().AddTrustedProxies(settings), Throws.InstanceOf<BadSettingException>().With.Message.Contains("Proxy__Trusted__0"));
    }
}
