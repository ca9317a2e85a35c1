using System.Net;
using System.Text.Json;
using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Parts;

/// <summary>
/// Ready when <c>/health/ready</c> says so, or <c>/health/live</c> where there is no such page. A degraded host answers 200 because it still serves callers;
/// one that starts degraded has not found its Redis or its database yet.
/// </summary>
internal sealed class HealthProbe(HttpClient http, Address address) : IProbe
{
    private const int MostShown = 500;

    public async Task<string?> MissingAsync(CancellationToken ct)
    {
        var ready = await AskAsync("/health/ready", ct);
        return ready.Status == HttpStatusCode.NotFound ? (await AskAsync("/health/live", ct)).Missing : ready.Missing;
    }

    private async Task<(HttpStatusCode? Status, string? Missing)> AskAsync(string path, CancellationToken ct)
    {
        var url = new Uri(address.Local, path);
        try
        {
            using var response = await http.GetAsync(url, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            return response.StatusCode == HttpStatusCode.OK && !IsDegraded(body)
                ? (response.StatusCode, null)
                : (response.StatusCode, $"answers {(int)response.StatusCode} at {url} {body[..Math.Min(body.Length, MostShown)]}".TrimEnd());
        }
        catch (HttpRequestException)
        {
            return (null, $"does not answer at {url}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, $"takes longer than {http.Timeout.TotalSeconds:0} s to answer at {url}");
        }
    }

    private static bool IsDegraded(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("status", out var status) && status.ValueEquals("degraded");
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
