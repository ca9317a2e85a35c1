using System.Net;
using System.Text.Json;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class A_session : OnStaffHosts
{
    [Test]
    public async Task Tells_who_is_signed_in_and_sets_the_cookie()
    {
        var id = await One.HasStaffAsync("li");
        using var li = One.Nobody();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session") { Content = new StringContent($$"""{"userName":"LI","password":"{{StaffHost.Password}}"}""", null, "application/json") };
        using var answer = await li.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("hotline=", StringComparison.Ordinal));
        Assert.That(cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite=strict").IgnoreCase);
        Assert.That(cookie, Does.Not.Contain("expires").IgnoreCase, "it goes with the browser: the next person at a shared machine opens a new one");
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(
            $$"""{"staffId":"{{id}}","userName":"li","displayName":"员工li","roles":["Operator"],"centre":"main","skills":[{"skill":"legal","level":2,"until":null}],"endpointKind":"Sip","browserPhone":false}"""));
        Assert.That((await li.GetAsync("/api/session")).GetProperty("staffId").GetString(), Is.EqualTo(id.ToString()));
        Assert.That(One.Logged.Any(l => l.Contains(StaffHost.Password, StringComparison.Ordinal)), Is.False);
    }

    [TestCase("""{"userName":"li"}""", "password")]
    [TestCase("""{"password":"x"}""", "userName")]
    [TestCase("""{"userName":" ","password":""}""", "userName", "password")]
    [TestCase("""{"userName":5,"password":"x"}""", "userName")]
    public async Task Names_what_is_missing(string body, params string[] fields)
    {
        using var stranger = One.Nobody();
        var (status, problem) = await stranger.SendAsync(HttpMethod.Post, "/api/session", JsonDocument.Parse(body).RootElement);
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(e => e.Name), Is.EquivalentTo(fields));
    }

    [Test]
    public async Task Says_the_same_of_an_unknown_name_and_a_wrong_password_down_to_the_lock()
    {
        await One.HasStaffAsync("known");
        using var stranger = One.Nobody();
        async Task<List<string>> Guesses(string userName)
        {
            List<string> answers = [];
            for (var i = 0; i < 6; i++)
            {
                var (status, problem) = await stranger.SendAsync(HttpMethod.Post, "/api/session", new { userName, password = "wrong-wrong-1" });
                answers.Add($"{(int)status} {problem.GetProperty("title").GetString()}");
            }
            return answers;
        }
        var known = await Guesses("known");
        Assert.That(known.Take(5).Distinct().Single(), Does.StartWith("401"));
        Assert.That(known[5], Does.StartWith("423"));
        Assert.That(await Guesses("unknown"), Is.EqualTo(known));
        var (locked, until) = await stranger.SendAsync(HttpMethod.Post, "/api/session", new { userName = "known", password = StaffHost.Password });
        Assert.That(locked, Is.EqualTo(HttpStatusCode.Locked), "not even with the right one");
        Assert.That(until.GetProperty("until").GetDateTimeOffset(), Is.GreaterThan(TimeProvider.System.GetUtcNow()));
    }

    [Test]
    public async Task Is_good_at_every_host_and_ends_at_every_host()
    {
        await One.HasStaffAsync("two-hosts");
        using var here = await One.SignsInAsync("two-hosts");
        using var there = here.At(Two);
        Assert.That((await there.GetAsync("/api/session")).GetProperty("userName").GetString(), Is.EqualTo("two-hosts"));
        await using var console = await there.OpensConsoleAsync();
        await console.AskAsync("GetDesk");

        var (status, _) = await here.SendAsync(HttpMethod.Delete, "/api/session");
        Assert.That(status, Is.EqualTo(HttpStatusCode.NoContent));
        await Eventually.True(() => console.Closed, "the console at the other host is closed");
        Assert.That(console.SignedOut, Is.EqualTo("signed-out"));
        await Eventually.True(async () => (await there.SendAsync(HttpMethod.Get, "/api/session")).Status == HttpStatusCode.Unauthorized, "the cookie is void there");
    }

    [Test]
    public async Task Ends_when_the_account_is_disabled_or_its_roles_change()
    {
        await One.HasStaffAsync("boss", roles: Role.Administrator);
        using var boss = await One.SignsInAsync("boss");
        foreach (var (name, change) in new (string, object)[]
        {
            ("disabled", new { displayName = "x", roles = new[] { "Operator" }, centre = "main", enabled = false }),
            ("promoted", new { displayName = "x", roles = new[] { "Supervisor" }, centre = "main", enabled = true }),
        })
        {
            var id = await One.HasStaffAsync(name);
            using var her = await Two.SignsInAsync(name);
            await using var console = await her.OpensConsoleAsync();
            await console.AskAsync("GetDesk");
            var (status, _) = await boss.SendAsync(HttpMethod.Put, $"/api/staff/{id}", change);
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            await Eventually.True(() => console.Closed, $"{name}: console closed");
            Assert.That((await her.SendAsync(HttpMethod.Get, "/api/session")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Origin", "https://evil.example")]
    [TestCase("Origin", "null")]
    public async Task Is_no_use_to_another_site(string header, string value)
    {
        await One.HasStaffAsync($"site-{value.Length}-{header.Length}");
        using var her = await One.SignsInAsync($"site-{value.Length}-{header.Length}");
        var (status, _) = await her.SendAsync(HttpMethod.Delete, "/api/session", null, (header, value));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Forbidden));
        foreach (var hub in new[] { "/hub", "/HUB", "/Hub" })
            Assert.That((await her.SendAsync(HttpMethod.Get, hub, null, (header, value))).Status, Is.EqualTo(HttpStatusCode.Forbidden), hub);
        var (same, _) = await her.SendAsync(HttpMethod.Delete, "/api/session", null, ("Origin", One.Address.GetLeftPart(UriPartial.Authority)));
        Assert.That(same, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Floods_from_one_address_are_slowed()
    {
        using var installation = new Installation();
        await using var small = StaffHost.Open(Redis, installation, ("SignIn:Burst", "10"), ("SignIn:PerSecond", "1"));
        using var stranger = small.Nobody();
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 60; i++) answers.Add((await stranger.SendAsync(HttpMethod.Post, "/api/session", new { userName = $"x{i}" })).Status);
        Assert.That(answers.Take(10), Is.All.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answers, Does.Contain(HttpStatusCode.TooManyRequests));
    }
}
