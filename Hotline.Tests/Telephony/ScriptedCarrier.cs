using System.Globalization;
using System.Net;
using System.Text;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Telephony;

/// <summary>One request as the carrier saw it.</summary>
internal sealed record Asked(HttpMethod Method, string Path, string Query, IReadOnlyList<KeyValuePair<string, string>> Form, string? Authorization)
{
    public string? this[string name] => Form.FirstOrDefault(field => field.Key == name).Value;

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>A carrier that answers by rule and remembers what it was asked.</summary>
internal sealed class ScriptedCarrier : HttpMessageHandler
{
    public const string Account = "ACtest";
    public const string Prefix = $"/2010-04-01/Accounts/{Account}";

    public List<Asked> Asked { get; } = [];

    /// <summary>The answer to the n-th request (from 0).</summary>
    public Func<Asked, int, HttpResponseMessage> Answers { get; set; } = (_, _) => Json(200, "{}");

    /// <summary>When set, requests it is true for are never answered.</summary>
    public Func<Asked, bool> Hangs { get; set; } = _ => false;

    /// <summary>The answer comes when this is done.</summary>
    public Func<Asked, Task> Ponders { get; set; } = _ => Task.CompletedTask;

    /// <summary>May be asked while requests come.</summary>
    public IEnumerable<Asked> Of(HttpMethod method, string end)
    {
        lock (Asked) return [.. Asked.Where(asked => asked.Method == method && asked.Path.EndsWith(end, StringComparison.Ordinal))];
    }

    public static HttpResponseMessage Json(int status, string json, TimeSpan? retryAfter = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (retryAfter is { } wait) answer.Headers.RetryAfter = new(wait);
        return answer;
    }

    public static HttpResponseMessage Error(int status, int code) =>
        Json(status, string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{code}},"message":"+8613800001234 is not good","status":{{status}}}"""));

    public static TwilioOptions Settings => new()
    {
        AccountSid = Account,
        AuthToken = "key-one",
        ApiBaseUrl = "http://carrier.test",
        PublicBaseUrl = "https://hotline.test",
        From = "+864718812338",
    };

    public TwilioTelephony Telephony(TwilioPace? pace = null)
    {
        var options = Options.Create(Settings);
        return new TwilioTelephony(Rest(pace), new TwilioWebhooks(options), options, TimeProvider.System, pace ?? Quick, NullLogger<TwilioTelephony>.Instance);
    }

    public TwilioRest Rest(TwilioPace? pace = null)
    {
        var log = NullLogger<TwilioTelephony>.Instance;
        return new TwilioRest(new HttpClient(this), new TwilioResilience(TimeProvider.System, pace ?? Quick, log), Options.Create(Settings), TimeProvider.System, log);
    }

    private static TwilioPace Quick => new(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var form = body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2))
            .Select(part => KeyValuePair.Create(WebUtility.UrlDecode(part[0]), WebUtility.UrlDecode(part[1]))).ToArray();
        var asked = new Asked(request.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, form, request.Headers.Authorization?.ToString());
        int n;
        lock (Asked)
        {
            n = Asked.Count;
            Asked.Add(asked);
        }
        if (Hangs(asked)) await Task.Delay(Timeout.Infinite, cancellationToken);
        await Ponders(asked).WaitAsync(cancellationToken);
        return Answers(asked, n);
    }
}
