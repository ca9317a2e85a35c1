using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Webhooks_from_strangers : OnVoiceHost
{
    private static readonly string[] Routes =
    [
        "/twilio/voice/incoming", "/twilio/voice/choice", "/twilio/voice/wait", "/twilio/voice/done", "/twilio/voice/again", "/twilio/voice/hold",
        "/twilio/voice/duty", "/twilio/voice/duty/ask", "/twilio/voice/page", "/twilio/voice/helper", "/twilio/voice/service",
        "/twilio/voice/fallback", "/twilio/voice/book", "/twilio/voice/callback", "/twilio/voice/leg", "/twilio/voice/status", "/twilio/conference",
        "/twilio/voice/message", "/twilio/voice/may-call", "/twilio/voice/recording",
    ];

    [TestCaseSource(nameof(Routes))]
    public async Task Are_refused_with_nothing_and_change_nothing(string route)
    {
        var fields = VoiceHost.Standard(VoiceHost.NewLeg());
        var foreign = VoiceHost.Standard(VoiceHost.NewLeg(), "AC99999999999999999999999999999999");
        foreach (var answer in new[]
        {
            await Host.PostAsync(route, fields, signature: null),
            await Host.PostAsync(route, fields, signature: "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            await Host.PostAsync(route, fields, key: "another-key"),
            await Host.PostAsync(route + "?x=1", fields, signature: VoiceHost.Sign(route, fields)),
            await Host.PostAsync(route, [.. fields, ("Digits", "0")], signature: VoiceHost.Sign(route, fields)),
            await Host.PostAsync(route, foreign),
        })
        {
            Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(answer.Body, Is.Empty);
        }
        Assert.That(await Host.WaitingAsync(), Is.Empty);
        var live = Host.Services.GetRequiredService<Core.Storage.Redis.RedisConnection>();
        // The recorder keeps two keys of its own beside the stream, and the reconciler its beat, whether anything happens or not.
        var keys = ((StackExchange.Redis.RedisResult[])(await live.Database.ExecuteAsync("KEYS", "*"))!).Select(k => (string)k!)
            .Where(k => !k.EndsWith(":events-origin", StringComparison.Ordinal) && !k.EndsWith(":recorder", StringComparison.Ordinal));
        var timers = ((StackExchange.Redis.RedisResult[])(await live.Database.ExecuteAsync("ZRANGE", "{12338}:timers", 0, -1))!).Select(t => (string)t!).ToArray();
        if (timers is ["reconcile|tick"]) keys = keys.Where(k => k != "{12338}:timers");
        Assert.That(keys, Is.Empty);
    }

    [Test]
    public async Task Are_refused_whatever_their_body_is()
    {
        foreach (var content in new HttpContent[]
        {
            new StringContent("{}", Encoding.UTF8, "application/json"),
            new ByteArrayContent([0, 1, 2]),
            new StringContent("--x", Encoding.UTF8, "multipart/form-data"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/twilio/voice/incoming") { Content = content };
            request.Headers.Add("X-Twilio-Signature", VoiceHost.Sign("/twilio/voice/incoming", []));
            using var answer = await Host.Client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }
    }

    [TestCase("multipart/form-data; boundary=x", "--x")]
    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off")]
    [TestCase("application/x-www-form-urlencoded; charset=utf-7", "CallSid=CA1")]
    public async Task Are_refused_without_a_fault_when_their_form_cannot_be_read(string type, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/twilio/voice/incoming") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Add("X-Twilio-Signature", VoiceHost.Sign("/twilio/voice/incoming", []));
        using var answer = await Host.Client.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    /// <summary>A fragment is not signed, and no carrier sends one: whoever overheard a signed request must not append to its query behind it.</summary>
    [Test]
    public async Task Cannot_append_to_a_signed_address_behind_a_fragment()
    {
        const string target = "/twilio/voice/status?side=caller";
        var fields = VoiceHost.Standard(VoiceHost.NewLeg());
        Assert.That(await Host.RawAsync(target, fields, VoiceHost.Sign(target, fields)), Is.EqualTo(200));
        Assert.That(await Host.RawAsync(target + "#&operator=1", fields, VoiceHost.Sign(target, fields)), Is.EqualTo(403));
    }

    [Test]
    public async Task Find_every_unknown_path_closed()
    {
        foreach (var path in new[] { "/", "/twilio", "/twilio/voice", "/admin", "/health" })
        {
            using var answer = await Host.Client.GetAsync(path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), path);
        }
    }

    [Test]
    public void Could_only_ever_reach_these_anonymous_routes() => Assert.That(
        Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')),
        Is.EquivalentTo([.. Routes, "/health/live", "/health/ready", "/openapi/{documentName}.json"]));

    [Test]
    public async Task May_see_health_and_the_contract()
    {
        Assert.That(await Host.Client.GetStringAsync("/health/live"), Is.EqualTo("""{"status":"live"}"""));
        Assert.That(await Host.Client.GetStringAsync("/health/ready"), Is.EqualTo("""{"status":"ready","degraded":[]}"""));
        Assert.That(await Host.Client.GetStringAsync("/openapi/v1.json"), Does.Contain("/twilio/voice/incoming"));
    }
}
