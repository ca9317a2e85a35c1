using System.Text;
using System.Text.Json;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Webhook_signature
{
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Signed = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    private static readonly KeyValuePair<string, string>[] Form =
    [
        new("CallSid", "CA1234567890ABCDE"), new("Caller", "+14158675309"), new("Digits", "1234"), new("From", "+14158675309"), new("To", "+18005551212"),
    ];

    [TestCaseSource(nameof(Valid))]
    public void Is_accepted_as_published(string url, KeyValuePair<string, string>[]? form, string? body, string signature) =>
        Assert.That(Check(url, form, body, signature), Is.True);

    [TestCaseSource(nameof(Invalid))]
    public void Is_refused_as_published(string url, KeyValuePair<string, string>[]? form, string? body, string signature) =>
        Assert.That(Check(url, form, body, signature), Is.False);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("not base64 !")]
    [TestCase("RSOYDt4T1cUTdK1PDd93")]
    [TestCase("RSOYDt4T1cUTdK1PDd93/VVr8B8=RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    public void That_is_missing_or_broken_is_refused(string? signature) =>
        Assert.That(Checker("12345").Signs(signature, Url, Form), Is.False);

    [Test]
    public void Without_a_key_nothing_is_accepted() => Assert.That(Checker("").Signs(Signed, Url, Form), Is.False);

    [Test]
    public void Of_either_key_is_accepted_during_rotation()
    {
        Assert.That(Checker("newer", "12345").Signs(Signed, Url, Form), Is.True);
        Assert.That(Checker("12345", "newer").Signs(Signed, Url, Form), Is.True);
        Assert.That(Checker("newer", "newest").Signs(Signed, Url, Form), Is.False);
    }

    [Test]
    public void Covers_every_field_value_name_and_the_query()
    {
        var check = Checker("12345");
        Assert.That(check.Signs(Signed, Url, Form), Is.True);
        Assert.That(check.Signs(Signed, Url, Form.Append(new("Extra", ""))), Is.False);
        Assert.That(check.Signs(Signed, Url, Form.Skip(1)), Is.False);
        Assert.That(check.Signs(Signed, Url, Form.Select(f => f.Key == "Digits" ? new("Digits", "1235") : f)), Is.False);
        Assert.That(check.Signs(Signed, Url + "&x=1", Form), Is.False);
        Assert.That(check.Signs(Signed, Url.Replace("mycompany.com", "mycompany.com:444", StringComparison.Ordinal), Form), Is.False);
        Assert.That(check.Signs(Signed, Url), Is.False);
    }

    [Test]
    public void Does_not_depend_on_the_order_of_fields_nor_on_the_fragment()
    {
        Assert.That(Checker("12345").Signs(Signed, Url, Form.Reverse()), Is.True);
        Assert.That(Checker("12345").Signs(Signed, Url + "#rc=2", Form), Is.True);
    }

    [Test]
    public void Is_accepted_with_and_without_the_default_port()
    {
        Assert.That(Checker("12345").Signs(Signed, "https://mycompany.com:443/myapp.php?foo=1&bar=2", Form), Is.True);
        Assert.That(Checker("12345").Signs("kvajT1Ptam85bY51eRf/AJRuM3w=", Url, Form), Is.True);
        Assert.That(Checker("12345").Signs("0ZXoZLH/DfblKGATFgpif+LLRf4=", "http://mycompany.com/myapp.php?foo=1&bar=2", Form), Is.True);
        Assert.That(Checker("12345").Signs("ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=", "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", Form), Is.True);
        Assert.That(Checker("12345").Signs("kvajT1Ptam85bY51eRf/AJRuM3w=", "http://mycompany.com/myapp.php?foo=1&bar=2", Form), Is.False);
    }

    [Test]
    public void Of_a_body_needs_the_hash_of_that_body()
    {
        const string url = "https://mycompany.com/myapp.php?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        const string signature = "y77kIzt2vzLz71DgmJGsen2scGs=";
        Assert.That(Checker("12345").Signs(signature, url, """{"property": "value", "boolean": true}"""u8), Is.True);
        Assert.That(Checker("12345").Signs(signature, url, """{"property": "other", "boolean": true}"""u8), Is.False);
        Assert.That(Checker("12345").Signs(signature, url, ""u8), Is.False);
    }

    [Test]
    public void Is_checked_against_the_configured_address_not_the_request_host() =>
        Assert.That(Checker("12345", publicBase: "https://Hotline.example.cn/v1/").PublicUrl("/twilio/voice/incoming?a=%2B1"),
            Is.EqualTo("https://Hotline.example.cn/v1/twilio/voice/incoming?a=%2B1"));

    private static bool Check(string url, KeyValuePair<string, string>[]? form, string? body, string signature) =>
        body is null ? Checker("12345").Signs(signature, url, form!) : Checker("12345").Signs(signature, url, Encoding.UTF8.GetBytes(body));

    private static TwilioSignature Checker(string key, string? second = null, string publicBase = "https://mycompany.com") =>
        new(Options.Create(new TwilioOptions { AuthToken = key, SecondAuthToken = second, PublicBaseUrl = publicBase }));

    private static IEnumerable<TestCaseData> Valid() => Vectors("valid", 20);

    private static IEnumerable<TestCaseData> Invalid() => Vectors("invalid", 3);

    private static IEnumerable<TestCaseData> Vectors(string group, int count)
    {
        using var file = typeof(Webhook_signature).Assembly.GetManifestResourceStream("Hotline.Tests.Telephony.signature-vectors.json")!;
        using var json = JsonDocument.Parse(file);
        var vectors = json.RootElement.GetProperty(group).EnumerateArray().ToArray();
        if (vectors.Length != count) throw new InvalidDataException($"{count} {group} vectors were published, not {vectors.Length}.");
        foreach (var vector in vectors)
        {
            var url = vector.GetProperty("url").GetString()!;
            var signature = vector.GetProperty("signature").GetString()!;
            var body = vector.TryGetProperty("body", out var text) ? text.GetString() : null;
            var form = vector.TryGetProperty("params", out var fields)
                ? fields.EnumerateObject().SelectMany(field => field.Value.ValueKind == JsonValueKind.Array
                    ? field.Value.EnumerateArray().Select(value => KeyValuePair.Create(field.Name, value.GetString()!))
                    : [KeyValuePair.Create(field.Name, field.Value.GetString()!)]).ToArray()
                : null;
            yield return new TestCaseData(url, form, body, signature).SetArgDisplayNames(group, url, signature);
        }
    }
}
