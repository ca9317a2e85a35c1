using System.Globalization;
using System.Text.Json;

namespace Hotline.Core.Calls;

/// <summary>
/// One call's events, settled: each event once, each carrier fact once, in the order in which things happened. The same set of things gives the
/// same list, in whatever order and however often they were told: facts are ordered by the carrier's time and their own keys, never by the
/// stream's ids, which follow arrival.
/// </summary>
internal sealed class CallHistory
{
    // Carrier times are whole seconds. Within one second things are taken to have happened in the order of a call's life.
    private static readonly Dictionary<string, int> LifeOrder = new[]
    {
        EventKind.Arrived, EventKind.Waiting, EventKind.Reentered, EventKind.CallBackBooked, EventKind.CallBackMachine, EventKind.CallBackNotReached, EventKind.MessageLeft, EventKind.MessageMayCall, EventKind.Offered, EventKind.Accepted, EventKind.Declined, EventKind.Missed,
        EventKind.Returned, EventKind.LegRinging, EventKind.LegAnswered, EventKind.ConferenceStarted, EventKind.Joined, EventKind.CallBackDialled, EventKind.Connected, EventKind.TakenOver,
        EventKind.Held, EventKind.Unheld, EventKind.Muted, EventKind.Unmuted, EventKind.Left, EventKind.ConferenceEnded, EventKind.LegEnded,
        EventKind.CallBackEnded, EventKind.Ended, EventKind.WrappedUp,
    }.Select((kind, rank) => (kind, rank)).ToDictionary(k => k.kind, k => k.rank, StringComparer.Ordinal);

    private CallHistory(IReadOnlyList<Happening> all) => All = all;

    public IReadOnlyList<Happening> All { get; }

    public static CallHistory Of(IEnumerable<CallEvent> events)
    {
        var once = new Dictionary<(bool IsFact, string Key), CallEvent>();
        foreach (var e in events)
        {
            var key = e.FactKey is { } fact ? (true, fact) : (false, e.Id);
            if (!once.TryGetValue(key, out var known) || Compare(e, known) < 0) once[key] = e;
        }
        var settled = once.Values.ToList();
        settled.Sort(Compare);
        return new CallHistory(settled.ConvertAll(e => new Happening(e)));
    }

    public IEnumerable<Happening> Of(params ReadOnlySpan<string> kinds)
    {
        var found = new List<Happening>();
        foreach (var h in All)
            if (kinds.Contains(h.Kind)) found.Add(h);
        return found;
    }

    private static int Compare(CallEvent a, CallEvent b)
    {
        var order = Latest(a).CompareTo(Latest(b));
        if (order == 0) order = Rank(a).CompareTo(Rank(b));
        // Of an escalation the keys are in order.
        if (order == 0 && !(IsEscalation(a) && IsEscalation(b))) order = string.CompareOrdinal(a.Kind, b.Kind);
        if (order == 0) order = string.CompareOrdinal(a.FactKey, b.FactKey);
        if (order == 0 && a.FactKey is null) order = CompareIds(a.Id, b.Id);
        if (order == 0) order = Nullable.Compare(a.Operator?.Value, b.Operator?.Value);
        return order != 0 ? order : string.CompareOrdinal(a.Detail, b.Detail);
    }

    /// <summary>
    /// A carrier's whole second is any moment of it. Within it the carrier mostly answers to us (we ring, its leg rings), so its facts stand at the
    /// second's end.
    /// </summary>
    private static DateTimeOffset Latest(CallEvent e) =>
        e.FactKey is not null && e.Kind != EventKind.Arrived && !IsEscalation(e) && e.At.Millisecond == 0 ? e.At.AddMilliseconds(999) : e.At;

    private static bool IsEscalation(CallEvent e) => e.Kind.StartsWith("escalation.", StringComparison.Ordinal);

    private static int Rank(CallEvent e) => LifeOrder.GetValueOrDefault(e.Kind, LifeOrder.Count);

    private static int CompareIds(string a, string b)
    {
        var order = Parts(a).CompareTo(Parts(b));
        return order != 0 ? order : string.CompareOrdinal(a, b);

        static (ulong, ulong) Parts(string id)
        {
            var parts = id[(id.LastIndexOf(':') + 1)..].Split('-');
            return parts.Length == 2
                && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
                && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? (ms, seq) : default;
        }
    }
}

/// <summary>An event whose detail is opened when it is asked for: most of a fold looks at kinds and times.</summary>
internal sealed class Happening(CallEvent happened)
{
    public CallEvent Event { get; } = happened;

    public IReadOnlyDictionary<string, string> Detail => field ??= Open(Event.Detail);

    public DateTimeOffset At => Event.At;

    public string Kind => Event.Kind;

    public bool OfCaller => Side("caller");

    public bool OfOperator => Side("operator");

    /// <summary>Of one who helps, or did before the call became hers.</summary>
    public bool OfHelper => Side("helper");

    public string? this[string field] => Detail.GetValueOrDefault(field) is { Length: > 0 } value ? value : null;

    private bool Side(string side) => string.Equals(this["side"], side, StringComparison.OrdinalIgnoreCase);

    /// <summary>A flat object of strings and numbers; anything else reads as empty, so that one bad detail costs only itself.</summary>
    private static Dictionary<string, string> Open(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var detail = new Dictionary<string, string>(StringComparer.Ordinal);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                foreach (var field in document.RootElement.EnumerateObject())
                    if (field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) detail[field.Name] = field.Value.ToString();
            return detail;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
