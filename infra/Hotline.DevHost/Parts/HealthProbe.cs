using System.Net;
using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Parts;

/// <summary>Ready when <c>/health/ready</c> says so, or <c>/health/live</c> where there is no such page.</summary>
internal sealed class HealthProbe(HttpClient http, Address address) : IProbe
{
    public async Task<string?> MissingAsync(CancellationToken ct)
    {
        var ready = await AskAsync("/health/ready", ct);
        var (status, missing) = ready.Status == HttpStatusCode.NotFound ? await AskAsync("/health/live", ct) : ready;
        return status == HttpStatusCode.OK ? null : missing;
    }

    private async Task<(HttpStatusCode? Status, string Missing)> AskAsync(string path, CancellationToken ct)
    {
        var url = new Uri(address.Local, path);
        try
        {
            using var response = await http.GetAsync(url, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            return (response.StatusCode, $"answers {(int)response.StatusCode} at {url} {body[..Math.Min(body.Length, 500)]}".TrimEnd());
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
}
