using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Texts to our own people. Creating one is not idempotent at the carrier, so what may have been sent is looked for by our number, never by hers.</summary>
internal sealed class TwilioTexts(TwilioRest rest, string from, TimeProvider clock, TwilioPace pace, ILogger<TwilioTelephony> log)
{
    private enum Found { Yes, No, Unclear }

    public async Task<TextOutcome> SendAsync(TextMessage text, CancellationToken stop)
    {
        var start = clock.GetUtcNow();
        if (text.Again && await LookAsync(text, start - TwilioDialling.LongestOrder, null, stop) is var before and not Found.No)
            return before == Found.Yes ? TextOutcome.Sent : TextOutcome.Unknown;
        var answer = await rest.OnceAsync("text", "/Messages.json", [new("From", from), new("To", text.Number.Reveal()), new("Body", text.Body)], stop);
        if (answer.Done) return TextOutcome.Sent;
        if (answer.Fault != RestFault.Unclear)
        {
            TwilioLog.TextRefused(log, answer.Reason);
            return answer.Fault == RestFault.NotDone ? TextOutcome.NotNow : TextOutcome.Refused;
        }
        var ahead = answer.Carrier - clock.GetUtcNow();
        for (var look = 0; look < TwilioDialling.Looks; look++)
        {
            await Task.Delay(pace.Look, clock, stop);
            if (await LookAsync(text, start, ahead, stop) == Found.Yes) return TextOutcome.Sent;
        }
        TwilioLog.TextUnknown(log, answer.Reason);
        return TextOutcome.Unknown;
    }

    /// <summary>Every page says the same, so one that she got a moment earlier counts as this one: it says all there is to say.</summary>
    private async Task<Found> LookAsync(TextMessage text, DateTimeOffset since, TimeSpan? carrierAhead, CancellationToken stop)
    {
        var asked = clock.GetUtcNow();
        var answer = await rest.GetAsync("find-text", $"/Messages.json?From={Uri.EscapeDataString(from)}&PageSize={TwilioDialling.MostListed}", stop);
        if (!answer.Done) return Found.Unclear;
        var oldest = since + (carrierAhead ?? answer.Carrier - asked ?? TimeSpan.Zero) - TwilioDialling.StampSlack;
        return answer.Items("messages").Any(message => IsOurs(message, text, oldest)) ? Found.Yes : Found.No;
    }

    private static bool IsOurs(JsonElement message, TextMessage text, DateTimeOffset oldest) =>
        TwilioDialling.SameEndpoint(RestAnswer.Text(message, "to"), text.Number.Reveal())
        && RestAnswer.Text(message, "body") == text.Body
        && RestAnswer.Text(message, "status") is not ("failed" or "undelivered" or "canceled")
        && TwilioDialling.CreatedAt(message) >= oldest;
}
