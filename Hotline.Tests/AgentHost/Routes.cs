using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Routes : OnStaffHosts
{
    /// <summary>Whoever adds a route here has decided that the whole world may ask for it.</summary>
    private static readonly string[] Anonymous =
    [
        "GET /health/live", "GET /health/ready", "GET /openapi/{documentName}.json", "POST /api/session", "GET,HEAD /{**path}",
    ];

    private IEnumerable<RouteEndpoint> All => One.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    private static string Name(RouteEndpoint e) =>
        $"{string.Join(',', e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Order() ?? (IEnumerable<string>)["*"])} /{e.RoutePattern.RawText!.Trim('/')}";

    [Test]
    public void That_anyone_may_ask_are_exactly_these() =>
        Assert.That(All.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Name).Distinct(), Is.EquivalentTo(Anonymous));

    [Test]
    public void All_others_say_who_may() =>
        Assert.That(All.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null && e.Metadata.GetMetadata<IAuthorizeData>() is null).Select(Name), Is.Empty);

    [TestCase("GET", "/api/session")]
    [TestCase("DELETE", "/api/session")]
    [TestCase("GET", "/api/staff")]
    [TestCase("POST", "/api/staff")]
    [TestCase("GET", "/api/calls")]
    [TestCase("GET", "/api/calls/0123456789abcdef0123456789abcdef")]
    [TestCase("GET", "/api/calls/0123456789abcdef0123456789abcdef/note")]
    [TestCase("GET", "/api/calls/0123456789abcdef0123456789abcdef/earlier")]
    [TestCase("GET", "/api/callbacks")]
    [TestCase("GET", "/api/calls/0123456789abcdef0123456789abcdef/avoid")]
    [TestCase("POST", "/api/calls/0123456789abcdef0123456789abcdef/avoid")]
    [TestCase("DELETE", "/api/calls/0123456789abcdef0123456789abcdef/block")]
    [TestCase("GET", "/api/blocks")]
    [TestCase("GET", "/api/care/calls/0123456789abcdef0123456789abcdef")]
    [TestCase("PUT", "/api/care/calls/0123456789abcdef0123456789abcdef/rules")]
    [TestCase("GET", "/api/care/follow-ups")]
    [TestCase("POST", "/api/care/follow-ups/0123456789abcdef0123456789abcdef/done")]
    [TestCase("GET", "/api/care/forms")]
    [TestCase("GET", "/api/care/questions")]
    [TestCase("PUT", "/api/care/questions")]
    [TestCase("GET", "/api/catalogue")]
    [TestCase("GET", "/api/board")]
    [TestCase("GET", "/api/crisis/escalations")]
    [TestCase("GET", "/api/crisis/escalations/0123456789abcdef0123456789abcdef.1")]
    [TestCase("GET", "/api/audit")]
    [TestCase("GET", "/api/repairs")]
    [TestCase("GET", "/api/roster")]
    [TestCase("GET", "/api/roster/mine")]
    [TestCase("POST", "/api/roster")]
    [TestCase("DELETE", "/api/roster/0123456789abcdef0123456789abcdef")]
    [TestCase("GET", "/api/routing/policy")]
    [TestCase("PUT", "/api/routing/policy")]
    [TestCase("GET", "/api/phone/token")]
    [TestCase("POST", "/hub/negotiate?negotiateVersion=1")]
    public async Task A_stranger_is_told_to_sign_in_not_redirected(string method, string path)
    {
        using var stranger = One.Nobody();
        var (status, body) = await stranger.SendAsync(new HttpMethod(method), path);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(body.GetProperty("status").GetInt32(), Is.EqualTo(401));
    }

    [Test]
    public async Task The_api_document_describes_every_operation()
    {
        using var stranger = One.Nobody();
        var paths = (await stranger.GetAsync("/openapi/v1.json")).GetProperty("paths");
        var operations = paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).ToList();
        Assert.That(operations, Has.Count.GreaterThanOrEqualTo(20));
        Assert.That(operations.Where(o => !o.Value.TryGetProperty("operationId", out _) || !o.Value.TryGetProperty("summary", out _)), Is.Empty);
    }

    [Test]
    public async Task Health_names_the_parts()
    {
        using var stranger = One.Nobody();
        Assert.That((await stranger.GetAsync("/health/live")).GetProperty("status").GetString(), Is.EqualTo("live"));
        await Servers.Eventually.True(async () => (await stranger.GetAsync("/health/ready")).GetProperty("status").GetString() == "ready", "ready");
        var ready = await stranger.GetAsync("/health/ready");
        Assert.That(ready.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("name").GetString()), Is.EqualTo(new[] { "redis", "sql", "recorder", "policy" }));
    }

    [TestCase("GET", "/api/session", TestName = "Every_answer_carries_the_security_headers(a refusal)")]
    [TestCase("GET", "/API/Session", TestName = "Every_answer_carries_the_security_headers(another spelling)")]
    [TestCase("POST", "/api/session", TestName = "Every_answer_carries_the_security_headers(an unreadable body)")]
    [TestCase("GET", "/", TestName = "Every_answer_carries_the_security_headers(a page)")]
    [TestCase("TRACE", "/api/session", TestName = "Every_answer_carries_the_security_headers(an odd method)")]
    public async Task Every_answer_carries_the_security_headers(string method, string path)
    {
        using var stranger = One.Nobody();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = new StringContent("{unreadable", null, "application/json");
        using var answer = await stranger.Http.SendAsync(request);
        Assert.That(answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : "", Does.Contain("default-src 'self'").And.Contain("frame-ancestors 'none'"));
        Assert.That(answer.Headers.TryGetValues("X-Content-Type-Options", out var sniff) ? sniff.Single() : "", Is.EqualTo("nosniff"));
        if (path != "/") Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
    }
}
