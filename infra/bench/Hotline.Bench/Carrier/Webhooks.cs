using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Carrier;

/// <summary>What was answered, and when its last byte was there.</summary>
internal sealed record Told(string Body, long At);

/// <summary>Sends signed webhooks. One that is not answered well is counted, and repeated as its address asks (<c>#rc=</c> in the fragment), as the carrier does.</summary>
/// <param name="publicName">What the product calls itself; every request is signed for it.</param>
internal sealed class Webhooks(IReadOnlyList<Uri> apis, string publicName, string authToken, Faults faults) : IDisposable
{
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(250);

    private readonly Signature _signature = new(authToken);
    private readonly Balancer _apis = new(apis);
    private readonly string _headers = $"\r\nHost: {new Uri(publicName).Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n{Signature.Header}: ";

    public string Incoming => $"{publicName}/twilio/voice/incoming";

    public string Status => $"{publicName}/twilio/voice/status";

    /// <summary>Null when it was not answered well, also not when repeated.</summary>
    /// <param name="url">As a document gave it; its fragment is for the carrier and is not sent.</param>
    public async Task<Told?> PostAsync(string url, IReadOnlyCollection<KeyValuePair<string, string>> fields, CancellationToken stop)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var sent = fragment < 0 ? url : url[..fragment];
        var request = RequestFor(sent, fields);
        for (var repeats = fragment < 0 ? 0 : RepeatsIn(url[(fragment + 1)..]); ; repeats--)
        {
            if (await OnceAsync(sent, request, stop) is { } told) return told;
            if (repeats <= 0) return null;
            await Task.Delay(BeforeRepeat, stop);
        }
    }

    public void Dispose() => _apis.Dispose();

    private async Task<Told?> OnceAsync(string url, ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        try
        {
            var (status, body) = await _apis.PostAsync(request, stop);
            if (status == 200) return new Told(body, Stopwatch.GetTimestamp());
            faults.Note(string.Create(CultureInfo.InvariantCulture, $"{new Uri(url).AbsolutePath} answered {status}"));
        }
        catch (Exception e) when (e is IOException or TimeoutException && !stop.IsCancellationRequested)
        {
            faults.Note($"{new Uri(url).AbsolutePath} was not answered: {e.Message}");
        }
        return null;
    }

    private byte[] RequestFor(string url, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        var body = new StringBuilder();
        foreach (var (name, value) in fields) body.Append(body.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        // Only ASCII is left after escaping: as many bytes as characters.
        return Encoding.ASCII.GetBytes(new StringBuilder("POST ").Append(url, publicName.Length, url.Length - publicName.Length).Append(" HTTP/1.1").Append(_headers)
            .Append(_signature.Of(url, fields)).Append(CultureInfo.InvariantCulture, $"\r\nContent-Length: {body.Length}\r\n\r\n").Append(body).ToString());
    }

    private static int RepeatsIn(string fragment) => fragment.Split('&').FirstOrDefault(part => part.StartsWith("rc=", StringComparison.Ordinal)) is { } repeats
        && int.TryParse(repeats.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
