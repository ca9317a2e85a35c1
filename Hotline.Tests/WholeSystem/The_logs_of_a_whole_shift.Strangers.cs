using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>What comes from outside.</summary>
internal sealed partial class The_logs_of_a_whole_shift
{
    /// <summary>Nobody of us: forged and absurd webhooks, wrong passwords, unreadable bodies, addresses with a number in them.</summary>
    private async Task StrangersAtTheDoor()
    {
        using var http = new HttpClient { BaseAddress = Hotline.Api };
        foreach (var path in new[] { "/twilio/voice/incoming", "/twilio/voice/status", "/twilio/conference", "/twilio/voice/leg" })
        {
            var forged = $"{path}?From=%2B86{Forged}&x={ForgedWord}";
            await IsAnsweredAsync(http, forged, HttpStatusCode.Forbidden, Convert.ToBase64String(new byte[20]), ("From", $"+86{Forged}"), ("Body", ForgedWord), ("CallSid", ForgedWord));
            await IsAnsweredAsync(http, forged, HttpStatusCode.Forbidden, null, ("From", $"+86{Forged}"));
            await IsAnsweredAsync(http, path, HttpStatusCode.Forbidden, Signed(path, ("AccountSid", ForgedWord), ("From", $"+86{Forged}")), ("AccountSid", ForgedWord), ("From", $"+86{Forged}"));
            (string, string)[] absurd = [("AccountSid", AccountSid), ("From", $"+86{Absurd} ext {Absurd}"), ("To", Dialled), ("CallSid", $"CA{new string('7', 32)}"), ("CallStatus", Absurd), ("Digits", Typed), ("StatusCallbackEvent", Absurd), ("SequenceNumber", Absurd), ("ConferenceSid", Absurd)];
            var odd = $"{path}?call={Absurd}&operator={Absurd}&token={Absurd}";
            await IsAnsweredAsync(http, odd, HttpStatusCode.OK, Signed(odd, absurd), absurd);
        }
        (string, string)[] typed = [("AccountSid", AccountSid), ("From", $"+86{Absurd}"), ("CallSid", $"CA{new string('8', 32)}"), ("Digits", Typed)];
        await IsAnsweredAsync(http, "/twilio/voice/choice", HttpStatusCode.OK, Signed("/twilio/voice/choice", typed), typed);
        await IsAnsweredAsync(http, $"/twilio/{Strayed}", HttpStatusCode.Forbidden, null);
        using var unreadable = await http.PostAsync(new Uri("/twilio/voice/incoming", UriKind.Relative), new StringContent($"From={Forged}&%%%", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.That(unreadable.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        using var agent = new HttpClient { BaseAddress = Hotline.Agent };
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"legal","password":"{{WrongPassword}}"}"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"{{PasswordAsName}}","password":"{{WrongPassword}}"}"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"legal","password":{"{{WrongPassword}}":1} }"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"{{PasswordAsName}}","password":"{{WrongPassword}}" """));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", new StringContent(WrongPassword));
        await RefusedAsync(agent, HttpMethod.Get, $"/api/calls/{Strayed}?from={Strayed}", null);
        await RefusedAsync(agent, HttpMethod.Post, $"/api/calls/{Strayed}/number/reveal", Json("{}"), ("Origin", "https://elsewhere.example"));
        await RefusedAsync(agent, HttpMethod.Delete, $"/{Strayed}?from={Strayed}", null, ("Sec-Fetch-Site", "cross-site"));
        await RefusedAsync(agent, HttpMethod.Get, $"/hub?access_token={ForgedWord}", null, ("Origin", $"https://{ForgedWord}.example"), ("Cookie", $"hotline={ForgedWord}"));
    }

    private string Signed(string target, params (string Name, string Value)[] form)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Hotline.Folder, "secrets.json")));
        var text = Hotline.Api.GetLeftPart(UriPartial.Authority) + target + string.Concat(form.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + field.Value));
#pragma warning disable CA5350 // The carrier signs with HMAC-SHA1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secrets.RootElement.GetProperty("TwilioAuthToken").GetString()!), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static async Task IsAnsweredAsync(HttpClient http, string target, HttpStatusCode status, string? signature, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (signature is not null) request.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(status), target);
    }

    private static async Task RefusedAsync(HttpClient http, HttpMethod method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.InRange(400, 499), $"{method} {target}: {await answer.Content.ReadAsStringAsync()}");
    }
}
