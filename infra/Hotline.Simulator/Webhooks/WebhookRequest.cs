namespace Hotline.Simulator.Webhooks;

internal sealed record WebhookRequest(WebhookUrl Url, string Method, IReadOnlyList<KeyValuePair<string, string>> Parameters);

internal abstract record WebhookReply
{
    private WebhookReply()
    {
    }

    internal sealed record Answered(int Status, string ContentType, string Body, bool TooLarge) : WebhookReply;

    /// <summary>No answer came: 11205 when the connection failed, 11200 when the answer did.</summary>
    internal sealed record Unreachable(int ErrorCode, string Reason) : WebhookReply;
}
