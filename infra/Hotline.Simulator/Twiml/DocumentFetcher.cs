using Hotline.Simulator.Calls;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Twiml;

internal abstract record Fetched
{
    private Fetched()
    {
    }

    internal sealed record Document(TwimlDocument Twiml) : Fetched;

    internal sealed record Audio(WebhookUrl Url) : Fetched;

    internal sealed record Failure(int Code, string Message, string Url) : Fetched;
}

/// <summary>Asks the application for a document and reads it as the carrier would.</summary>
internal sealed class DocumentFetcher(SimulatorSettings settings, Switchboard switchboard, WebhookClient client)
{
    public async Task<Fetched> LoadAsync(Call call, TwimlSource source, CancellationToken ct)
    {
        switch (source)
        {
            case TwimlSource.Inline inline:
                return Parse(call, inline.Twiml, null, "POST");
            case TwimlSource.Remote remote:
                return Read(call, remote, await RequestAsync(call, remote, ct));
            default:
                throw new InvalidOperationException("a source is inline or remote");
        }
    }

    /// <summary>Asks and throws the answer away, as the carrier does with the action of a verb it was called out of. A reset is silent.</summary>
    public async Task NotifyAsync(Call call, TwimlSource.Remote source)
    {
        lock (switchboard.Gate)
        {
            if (call.EndReason == EndReason.Reset)
                return;
        }
        var reply = await RequestAsync(call, source, CancellationToken.None);
        if (reply is WebhookReply.Unreachable unreachable)
            switchboard.Error(call, unreachable.ErrorCode, unreachable.Reason, source.Url.Text);
        else if (reply is WebhookReply.Answered { Status: < 200 or >= 300 } refused)
            switchboard.Error(call, 11200, $"HTTP {refused.Status}", source.Url.Text);
    }

    private Task<WebhookReply> RequestAsync(Call call, TwimlSource.Remote source, CancellationToken ct)
    {
        List<KeyValuePair<string, string>> parameters;
        lock (switchboard.Gate)
            parameters = CallParameters.Of(call, settings.AccountSid);
        parameters.AddRange(source.Extra);
        return client.SendAsync(new WebhookRequest(source.Url, source.Method, parameters), ct);
    }

    private Fetched Read(Call call, TwimlSource.Remote source, WebhookReply reply)
    {
        var url = source.Url.Text;
        return reply switch
        {
            WebhookReply.Unreachable unreachable => new Fetched.Failure(unreachable.ErrorCode, unreachable.Reason, url),
            WebhookReply.Answered { Status: < 200 or >= 300 } refused => new Fetched.Failure(11200, $"HTTP {refused.Status}", url),
            WebhookReply.Answered { TooLarge: true } => new Fetched.Failure(11750, "the answer is larger than 64 kB", url),
            WebhookReply.Answered { ContentType: "text/xml" or "application/xml" } answered => Parse(call, answered.Body, source.Url, source.Method),
            WebhookReply.Answered answered when answered.ContentType.StartsWith("audio/", StringComparison.Ordinal) => new Fetched.Audio(source.Url),
            WebhookReply.Answered answered => new Fetched.Failure(12300, $"content type \"{answered.ContentType}\" is not text/xml", url),
            _ => throw new InvalidOperationException("a reply is answered or unreachable"),
        };
    }

    private Fetched Parse(Call call, string text, WebhookUrl? url, string method)
    {
        var (document, fault) = TwimlDocument.Parse(text, url, method, message => switchboard.SchemaWarning(call, message));
        return document is null ? new Fetched.Failure(12100, fault!, url?.Text ?? "inline TwiML") : new Fetched.Document(document);
    }
}
