using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Calls;

/// <summary>A call's or an escalation's events as the console shows them.</summary>
internal static class Timeline
{
    private static readonly string[] Hidden = ["number", "numberKey", "leg", "conference"];

    public static IReadOnlyList<TimelineEntry> Of(IEnumerable<CallEvent> events, IReadOnlyDictionary<StaffId, string> names) =>
        Of(CallTimeline.Of(events), names);

    public static IReadOnlyList<TimelineEntry> Of(IReadOnlyList<Core.Calls.TimelineEntry> events, IReadOnlyDictionary<StaffId, string> names) =>
        [.. events.Select((e, i) => new TimelineEntry(
            i.ToString(System.Globalization.CultureInfo.InvariantCulture), e.Kind, e.At, e.Operator,
            e.Operator is { } staff ? names.GetValueOrDefault(staff) : null, Flat(e.Detail)))];

    private static Dictionary<string, string> Flat(string json)
    {
        using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json);
        return document.RootElement.ValueKind != JsonValueKind.Object ? [] : document.RootElement.EnumerateObject()
            .Where(p => p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number && !Hidden.Contains(p.Name))
            .ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal);
    }
}
