using System.Diagnostics;
using System.Net;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>What was answered, and when its last byte was there.</summary>
internal sealed record Told(string Body, long At);

/// <summary>Sends signed webhooks, once each: what the carrier would repeat is an error here.</summary>
internal sealed class Webhooks(Uri api, string authToken, Faults faults) : IDisposable
{
    private readonly Signature _signature = new(authToken);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null })
    {
        // What the carrier waits for a document.
        Timeout = TimeSpan.FromSeconds(15),
    };

    public string Incoming => Address("/twilio/voice/incoming");

    public string Status => Address("/twilio/voice/status");

    /// <summary>Null when it was not answered well; that is counted.</summary>
    /// <param name="url">As a document gave it; its fragment is for the carrier and is not sent.</param>
    public async Task<Told?> PostAsync(string url, IReadOnlyCollection<KeyValuePair<string, string>> fields, CancellationToken stop)
    {
        var sent = url.Split('#')[0];
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, sent) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Add(Signature.Header, _signature.Of(sent, fields));
            using var response = await _http.SendAsync(request, stop);
            var body = await response.Content.ReadAsStringAsync(stop);
            var at = Stopwatch.GetTimestamp();
            if (response.StatusCode == HttpStatusCode.OK) return new Told(body, at);
            faults.Note($"{request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            faults.Note($"{new Uri(sent).AbsolutePath} was not answered ({e.GetType().Name})");
        }
        return null;
    }

    public void Dispose() => _http.Dispose();

    private string Address(string path) => Installation.Origin(api) + path;
}
