using System.Globalization;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Calls;

/// <summary>Turns status changes into status callbacks. Needs the gate: the order of enqueuing is the order of sending.</summary>
internal sealed class CallProgress(SimulatorSettings settings, CallbackOutbox outbox, TimeProvider clock)
{
    public void Report(Call call, CallStatus status)
    {
        var happening = status switch
        {
            CallStatus.Initiated => "initiated",
            CallStatus.Ringing => "ringing",
            CallStatus.InProgress => "answered",
            CallStatus.Queued => null,
            _ => "completed",
        };
        if (call.StatusCallback is not { } callback || happening is null || !callback.Reports(happening))
            return;
        var parameters = CallParameters.Of(call, settings.AccountSid, status);
        parameters.Add(new("CallbackSource", "call-progress-events"));
        parameters.Add(new("SequenceNumber", callback.NextSequence().ToString(CultureInfo.InvariantCulture)));
        parameters.Add(new("Timestamp", CarrierTime.Of(clock.GetUtcNow())));
        if (happening == "completed")
        {
            var seconds = SecondsTalked(call);
            parameters.Add(new("CallDuration", seconds.ToString(CultureInfo.InvariantCulture)));
            parameters.Add(new("Duration", ((seconds + 59) / 60).ToString(CultureInfo.InvariantCulture)));
        }
        outbox.Enqueue(call.Lane, call.Sid, "call-" + happening, new WebhookRequest(callback.Url, callback.Method, parameters));
    }

    public static long SecondsTalked(Call call) =>
        call is { AnsweredAt: { } from, EndedAt: { } until } ? (long)Math.Ceiling((until - from).TotalSeconds) : 0;
}
