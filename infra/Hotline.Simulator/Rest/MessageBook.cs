using Hotline.Simulator.Calls;
using Hotline.Simulator.Events;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Rest;

internal sealed record TextMessage(string Sid, string From, string To, string Body, DateTimeOffset At);

/// <summary>Text messages: every one arrives. The last 5,000 are kept.</summary>
internal sealed class MessageBook(SimulatorSettings settings, CallbackOutbox outbox, EventLog events, TimeProvider clock)
{
    private const int Kept = 5_000;
    private readonly Lock _lock = new();
    private readonly Queue<TextMessage> _messages = new();

    public IReadOnlyList<TextMessage> All
    {
        get
        {
            lock (_lock)
                return [.. _messages.Reverse()];
        }
    }

    public TextMessage Send(string from, string to, string body, WebhookUrl? statusCallback)
    {
        var message = new TextMessage(Sid.New("SM"), from, to, body, clock.GetUtcNow());
        lock (_lock)
        {
            _messages.Enqueue(message);
            if (_messages.Count > Kept)
                _messages.Dequeue();
        }
        events.Append("message.created", text: $"{from} → {to}");
        if (statusCallback is not null)
        {
            var lane = new CallbackLane();
            foreach (var status in (string[])["sent", "delivered"])
            {
                outbox.Enqueue(lane, message.Sid, "message-" + status, new WebhookRequest(statusCallback, "POST",
                [
                    new("AccountSid", settings.AccountSid),
                    new("ApiVersion", CallParameters.ApiVersion),
                    new("From", from),
                    new("MessageSid", message.Sid),
                    new("MessageStatus", status),
                    new("SmsSid", message.Sid),
                    new("SmsStatus", status),
                    new("To", to),
                ]));
            }
        }
        return message;
    }

    public void Reset()
    {
        lock (_lock)
            _messages.Clear();
    }
}
