using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Simulator.Webhooks;

/// <summary>Sends signed requests to the application under the fetch rules. One pooled client for all calls.</summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MostBytes = 64 * 1024;
    private static readonly HttpRequestOptionsKey<TimeSpan> ConnectLimit = new("connect-limit");

    private readonly RequestSignature _signature;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookClient(RequestSignature signature, TimeProvider clock)
    {
        _signature = signature;
        _clock = clock;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    public async Task<WebhookReply> SendAsync(WebhookRequest request, CancellationToken ct)
    {
        var rules = request.Url.Rules;
        using var total = new CancellationTokenSource(rules.Total, _clock);
        var idempotencyToken = "";
        for (var attempt = 0; ; attempt++)
        {
            var (reply, failure) = await AttemptAsync(request, rules, idempotencyToken, total.Token, ct);
            if (failure == RetryOn.None || (rules.RetryOn & failure) == 0 || attempt >= rules.Retries || total.IsCancellationRequested)
                return reply;
            // The same token on every repetition lets the application recognise a request it has already served.
            if (idempotencyToken.Length == 0)
                idempotencyToken = RandomNumberGenerator.GetHexString(32, lowercase: true);
        }
    }

    private async Task<(WebhookReply Reply, RetryOn Failure)> AttemptAsync(
        WebhookRequest request, FetchRules rules, string idempotencyToken, CancellationToken total, CancellationToken ct)
    {
        using var read = new CancellationTokenSource(rules.Connect + rules.Read, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(total, read.Token, ct);
        try
        {
            using var message = Compose(request);
            message.Options.Set(ConnectLimit, rules.Connect);
            if (idempotencyToken.Length > 0)
                message.Headers.Add("I-Twilio-Idempotency-Token", idempotencyToken);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)response.StatusCode;
            if (status is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location
                && request.Url.TryResolve(location.OriginalString, out var target))
            {
                // The carrier follows with GET and the POST body is lost: the application learns it the hard way here too.
                return await AttemptAsync(new WebhookRequest(target, "GET", []), rules, idempotencyToken, total, limit.Token);
            }
            var (body, tooLarge) = await ReadAsync(response.Content, limit.Token);
            var failure = status switch { >= 500 => RetryOn.Status5xx, >= 400 => RetryOn.Status4xx, _ => RetryOn.None };
            return (new WebhookReply.Answered(status, response.Content.Headers.ContentType?.MediaType ?? "", body, tooLarge), failure);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return (new WebhookReply.Unreachable(11205, e.Message), RetryOn.Connect);
        }
        catch (HttpRequestException e)
        {
            return (new WebhookReply.Unreachable(11200, e.Message), RetryOn.None);
        }
        catch (IOException e)
        {
            return (new WebhookReply.Unreachable(11200, e.Message), RetryOn.None);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (new WebhookReply.Unreachable(11200, total.IsCancellationRequested ? "no answer within the total time" : "no answer within the read time"), RetryOn.ReadTimeout);
        }
    }

    private HttpRequestMessage Compose(WebhookRequest request)
    {
        var isGet = request.Method.Equals("GET", StringComparison.OrdinalIgnoreCase);
        var url = isGet ? request.Url.WithQuery(request.Parameters) : request.Url;
        var message = new HttpRequestMessage(isGet ? HttpMethod.Get : HttpMethod.Post, url.WithoutFragment);
        if (!isGet)
            message.Content = new FormUrlEncodedContent(request.Parameters);
        message.Headers.Add("X-Twilio-Signature", _signature.Of(url, isGet ? [] : request.Parameters));
        message.Headers.UserAgent.ParseAdd("TwilioProxy/1.1");
        message.Headers.Accept.ParseAdd("*/*");
        if (url.Uri.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.Uri.UserInfo));
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }
        return message;
    }

    private static async Task<(string Body, bool TooLarge)> ReadAsync(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        using var buffer = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await stream.ReadAsync(chunk, ct)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MostBytes)
                return ("", true);
        }
        return (Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length), false);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var within = context.InitialRequestMessage.Options.TryGetValue(ConnectLimit, out var limit) ? limit : FetchRules.Default.Connect;
        using var timeout = new CancellationTokenSource(within, _clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, linked.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            socket.Dispose();
            throw new HttpRequestException(HttpRequestError.ConnectionError, "no connection within the connect time");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
