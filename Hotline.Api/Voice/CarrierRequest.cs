using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Api.Voice;

/// <summary>
/// One request of the carrier, read but not yet believed: the group's <see cref="CarrierSignature"/> decides that before any handler runs.
/// Whatever is missing or absurd reads as null; no reading throws.
/// </summary>
internal sealed partial class CarrierRequest
{
    /// <summary>No call lasts longer, one that waits to be called back included; an older arrival is not one.</summary>
    public static readonly TimeSpan OldestArrival = TimeSpan.FromHours(96);

    /// <summary>Hosts' clocks may differ a little.</summary>
    public static readonly TimeSpan NewestArrival = TimeSpan.FromMinutes(1);

    private readonly IQueryCollection _query;

    private CarrierRequest(string target, IQueryCollection query, KeyValuePair<string, string>[]? form) =>
        (Target, _query, Fields) = (target, query, form);

    /// <summary>Path and query as they stood in the request line: what the carrier signed.</summary>
    public string Target { get; }

    /// <summary>The form's fields, repeated names once per value; null when the body is no readable form.</summary>
    public KeyValuePair<string, string>[]? Fields { get; }

    public LegId? Leg => Field("CallSid") is { Length: > 0 and <= 64 } sid ? new LegId(sid) : null;

    /// <summary>The caller's; on a leg that we dialled it is the number we dialled. Null when withheld.</summary>
    public PhoneNumber? Number => PhoneNumber.TryParse(Field(IsDialled ? "To" : "From"), out var number) ? number : null;

    /// <summary>The number she dialled; null on a leg that we dialled.</summary>
    public string? Line => !IsDialled && Field("To") is { Length: > 0 and <= 64 } line ? line : null;

    private bool IsDialled => Field("Direction")?.StartsWith("outbound", StringComparison.Ordinal) == true;

    public string? Digits => Field("Digits");

    public CallId? Call => CallId.TryParse(Query("call"), out var call) ? call : null;

    public StaffId? Operator => StaffId.TryParse(Query("operator"), out var staff) ? staff : null;

    public EscalationId? Escalation => EscalationId.TryParse(Query("escalation"), out var escalation) ? escalation : null;

    public long? Token => long.TryParse(Query("token"), NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : null;

    /// <summary>The carrier's name of a recording: told with it, or as the last part of its address, or repeated by an address of ours.</summary>
    public string? Recording => (Field("RecordingSid") ?? Field("RecordingUrl")?.Split('/')[^1] ?? Query("recording")) is { } sid && RecordingForm().IsMatch(sid) ? sid : null;

    public string? Field(string name)
    {
        if (Fields is null) return null;
        foreach (var (key, value) in Fields)
            if (key == name) return value;
        return null;
    }

    public string? Query(string name) => _query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    public int? WholeNumber(string name) =>
        int.TryParse(Field(name) ?? Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The ticket our own address carries. An address that only has the call id gives the time within it.</summary>
    public CallTicket? Ticket(TimeProvider clock)
    {
        if (Leg is not { } leg || Call is not { } call || ArrivalOf(call) is not { } arrived) return null;
        var age = clock.GetUtcNow() - arrived;
        if (age > OldestArrival || age < -NewestArrival) return null;
        var ticket = new CallTicket(call, arrived, leg, Number, Line);
        return TimeOf(Query("place")) is { } place && ((arrived - place).Duration() <= OldestArrival || place == CallTicket.Front) ? ticket with { PlaceAt = place } : ticket;
    }

    /// <summary>Bound before the signature is checked, so it does nothing but read, and only what the size limit lets through.</summary>
    public static async ValueTask<CarrierRequest> BindAsync(HttpContext http)
    {
        var request = http.Request;
        var raw = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var target = !string.IsNullOrEmpty(raw) && raw[0] == '/' ? raw : request.PathBase.Add(request.Path).ToUriComponent() + request.QueryString.ToUriComponent();
        return new(target, request.Query, await FormAsync(request));
    }

    private static async Task<KeyValuePair<string, string>[]?> FormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType) return null;
        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var fields = new List<KeyValuePair<string, string>>(form.Count);
            foreach (var (name, values) in form)
                foreach (var value in values) fields.Add(new(name, value ?? ""));
            return [.. fields];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or ArgumentException) // cut off, over the limit, no form at all
        {
            return null;
        }
    }

    private DateTimeOffset? ArrivalOf(CallId call)
    {
        if (Query("arrived") is { } told) return TimeOf(told);
        return call.Value.Version == 7 ? Time(long.Parse(call.ToString().AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture)) : null;
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? Time(ms) : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{2,64}$")]
    private static partial Regex RecordingForm();

    private static DateTimeOffset? Time(long milliseconds) =>
        milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
