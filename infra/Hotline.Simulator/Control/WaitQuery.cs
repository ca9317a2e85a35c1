using System.Globalization;
using Hotline.Simulator.Calls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

/// <summary>What a long poll waits for: <c>for=</c> and <c>timeoutMs=</c>.</summary>
internal static class WaitQuery
{
    public const string CallConditions = "heard:<text>, heard:<kind>:<text>, status:<status>, gather, bridged, joined or ended";

    public static bool TryTimeout(HttpRequest request, out TimeSpan timeout, out ValidationProblem? problem)
    {
        var text = request.Query["timeoutMs"].ToString();
        var ms = 10_000;
        var fits = text.Length == 0 || (int.TryParse(text, CultureInfo.InvariantCulture, out ms) && ms is >= 1 and <= 120_000);
        timeout = TimeSpan.FromMilliseconds(ms);
        problem = fits ? null : Wrong("timeoutMs", "must be a whole number from 1 to 120000");
        return fits;
    }

    /// <param name="after">Lines heard before this index do not count.</param>
    public static Func<Call, bool>? Condition(string text, int after)
    {
        var parts = text.Split(':', 2);
        return parts switch
        {
            ["bridged"] => c => c.BridgedWith is not null || c.Seat is { IsConnected: true } seat && seat.Conference.Seats.Exists(s => s != seat && s.IsConnected && s.Call.IsHuman),
            ["joined"] => c => c.Seat is { IsConnected: true },
            ["ended"] => c => !c.IsLive,
            ["gather"] => c => c.Keys is not null,
            ["status", var status] when CallWords.Statuses.Contains(status) => c => c.Status.Word() == status,
            ["heard", { Length: > 0 } said] => c => c.Heard.Any(h => h.Index >= after && ($"{h.Kind}:{h.Text}".Contains(said, StringComparison.OrdinalIgnoreCase))),
            _ => null,
        };
    }

    public static ValidationProblem Wrong(string field, string allowed) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [allowed] }, detail: $"{field} {allowed}", title: "A field cannot be used");
}
