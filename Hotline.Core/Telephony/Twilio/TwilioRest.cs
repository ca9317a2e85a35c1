using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Whether the carrier answered, and if not, whether it can have acted.</summary>
internal enum RestFault
{
    /// <summary>It answered 2xx or 4xx: it is known what was done.</summary>
    None,

    /// <summary>Nothing was done: unreachable, refused unsent, or 429 to the end.</summary>
    NotDone,

    /// <summary>5xx, time-out or a broken connection: it may have been done.</summary>
    Unclear,
}

/// <param name="Code">The carrier's own error code.</param>
/// <param name="Carrier">The carrier's clock at the answer, by its <c>Date</c> header.</param>
internal sealed record RestAnswer(RestFault Fault, HttpStatusCode? Status, int? Code, JsonElement Body, DateTimeOffset? Carrier, string Reason)
{
    public const int CallNotInProgress = 21220;
    public const int NotFound = 20404;

    /// <summary>What came instead of JSON, and its type.</summary>
    public ReadOnlyMemory<byte> Media { get; init; }
    public string? MediaType { get; init; }

    /// <summary>Where else it is to be had, if that was the answer.</summary>
    public Uri? Elsewhere { get; init; }

    public bool Done => Fault == RestFault.None && (int?)Status is >= 200 and < 300;

    /// <summary>What the request was about has already ended: the normal outcome of a race with a hang-up.</summary>
    public bool Gone => Fault == RestFault.None && (Status is HttpStatusCode.NotFound or HttpStatusCode.Gone || Code is CallNotInProgress or NotFound);

    public string? Text(string name) => Text(Body, name);

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public IEnumerable<JsonElement> Items(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : [];
}

/// <summary>The carrier's REST interface: Basic authentication, forms out, JSON in, every failure an answer.</summary>
internal sealed class TwilioRest
{
    public const string Telemetry = "Hotline.Telephony";

    private static readonly ActivitySource Activities = new(Telemetry);
    private static readonly Meter Meter = new(Telemetry);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "hotline.telephony.request.duration", "s", "A request to the carrier, all repetitions included, by operation and outcome.");

    private readonly HttpClient _http;
    private readonly TwilioResilience _resilience;
    private readonly TimeProvider _clock;
    private readonly ILogger<TwilioTelephony> _log;
    private readonly string _account;
    private readonly AuthenticationHeaderValue _credentials;

    public TwilioRest(HttpClient http, TwilioResilience resilience, IOptions<TwilioOptions> options, TimeProvider clock, ILogger<TwilioTelephony> log)
    {
        (_http, _resilience, _clock, _log) = (http, resilience, clock, log);
        var set = options.Value;
        _account = $"{set.ApiBaseUrl.TrimEnd('/')}/2010-04-01/Accounts/{set.AccountSid}";
        _credentials = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{set.AccountSid}:{set.AuthToken}")));
    }

    /// <summary>For what must not happen twice.</summary>
    public Task<RestAnswer> OnceAsync(string operation, string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken stop) =>
        SendAsync(operation, _resilience.Once, HttpMethod.Post, Ours(path), form, stop);

    /// <summary>For a change that may be asked for again.</summary>
    public Task<RestAnswer> SetAsync(string operation, string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken stop) =>
        SendAsync(operation, _resilience.Repeatable, HttpMethod.Post, Ours(path), form, stop);

    public Task<RestAnswer> GetAsync(string operation, string path, CancellationToken stop) =>
        SendAsync(operation, _resilience.Repeatable, HttpMethod.Get, Ours(path), form: null, stop);

    /// <summary>
    /// Of media, which the carrier may keep at another host. One redirect is followed, to https alone, and without our credentials: its address is signed. (To
    /// http only from this machine to itself, where the simulator is.)
    /// </summary>
    public async Task<RestAnswer> GetMediaAsync(string operation, string path, CancellationToken stop)
    {
        var answer = await SendAsync(operation, _resilience.Repeatable, HttpMethod.Get, Ours(path), form: null, stop, mayBeElsewhere: true);
        if (answer.Elsewhere is not { } there) return answer;
        var may = there.Scheme == Uri.UriSchemeHttps || (there.Scheme == Uri.UriSchemeHttp && there.IsLoopback && Ours("").IsLoopback);
        if (!may) return answer with { Reason = "redirected, but not to https" };
        return await SendAsync($"{operation}-elsewhere", _resilience.Storage, HttpMethod.Get, there, form: null, stop, credentials: false);
    }

    /// <summary>Done, or gone when it was deleted before.</summary>
    public Task<RestAnswer> DeleteAsync(string operation, string path, CancellationToken stop) =>
        SendAsync(operation, _resilience.Repeatable, HttpMethod.Delete, Ours(path), form: null, stop);

    private Uri Ours(string path) => new(_account + path);

    private async Task<RestAnswer> SendAsync(string operation, ResiliencePipeline<HttpResponseMessage> pipeline, HttpMethod method,
        Uri address, IEnumerable<KeyValuePair<string, string>>? form, CancellationToken stop, bool credentials = true, bool mayBeElsewhere = false)
    {
        using var activity = Activities.StartActivity($"carrier {operation}", ActivityKind.Client);
        var start = _clock.GetTimestamp();
        var answer = await AnswerAsync(pipeline, method, address, form, credentials, stop);
        if (!mayBeElsewhere) answer = answer with { Elsewhere = null };
        var outcome = answer switch
        {
            { Done: true } => "done",
            { Gone: true } => "gone",
            { Elsewhere: not null } => "elsewhere",
            { Fault: RestFault.None } => "refused",
            { Fault: RestFault.NotDone } => "not-done",
            _ => "unclear",
        };
        Duration.Record(_clock.GetElapsedTime(start).TotalSeconds, new("operation", operation), new("outcome", outcome));
        activity?.SetTag("outcome", outcome).SetTag("http.response.status_code", (int?)answer.Status);
        if (!answer.Done && !answer.Gone && answer.Elsewhere is null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, answer.Reason);
            TwilioLog.Trouble(_log, operation, answer.Fault, (int?)answer.Status, answer.Code);
            if (credentials && answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) TwilioLog.CredentialsRefused(_log, (int)answer.Status);
        }
        return answer;
    }

    private async Task<RestAnswer> AnswerAsync(ResiliencePipeline<HttpResponseMessage> pipeline, HttpMethod method,
        Uri address, IEnumerable<KeyValuePair<string, string>>? form, bool credentials, CancellationToken stop)
    {
        try
        {
            using var response = await pipeline.ExecuteAsync(async cancel =>
            {
                using var request = new HttpRequestMessage(method, address);
                if (credentials) request.Headers.Authorization = _credentials;
                request.Headers.Accept.Add(new("application/json"));
                request.Headers.Accept.Add(new("audio/*"));
                if (form is not null) request.Content = new FormUrlEncodedContent(form);
                return await _http.SendAsync(request, cancel);
            }, stop);
            return await ReadAsync(response, address, stop);
        }
        catch (TimeoutRejectedException)
        {
            return Failed(RestFault.Unclear, "time-out");
        }
        catch (ExecutionRejectedException rejected)
        {
            return Failed(RestFault.NotDone, rejected is BulkheadFullException ? "too many requests" : "carrier unreachable (circuit open)");
        }
        catch (Exception never) when (!stop.IsCancellationRequested && TwilioResilience.NeverSent(never))
        {
            return Failed(RestFault.NotDone, "carrier unreachable");
        }
        catch (HttpRequestException)
        {
            return Failed(RestFault.Unclear, "connection broken");
        }
    }

    private static RestAnswer Failed(RestFault fault, string reason) => new(fault, null, null, default, null, reason);

    private static async Task<RestAnswer> ReadAsync(HttpResponseMessage response, Uri asked, CancellationToken stop)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(stop);
        var type = response.Content.Headers.ContentType?.MediaType;
        var media = type?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) == true;
        var body = media ? default : Parse(bytes);
        int? code = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("code", out var told) && told.TryGetInt32Safely(out var number) ? number : null;
        var fault = response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests => RestFault.NotDone,
            >= HttpStatusCode.InternalServerError => RestFault.Unclear,
            _ => RestFault.None,
        };
        // The carrier's message may repeat the number dialled; its code never does.
        var reason = code is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"carrier code {known}")
            : string.Create(CultureInfo.InvariantCulture, $"carrier status {(int)response.StatusCode}");
        return new(fault, response.StatusCode, code, body, response.Headers.Date, reason)
        {
            Media = media ? bytes : default,
            MediaType = media ? type : null,
            Elsewhere = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } at && Uri.TryCreate(asked, at, out var there) ? there : null,
        };
    }

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

internal static class JsonNumber
{
    public static bool TryGetInt32Safely(this JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }
}
