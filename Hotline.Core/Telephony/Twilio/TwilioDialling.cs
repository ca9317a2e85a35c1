using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Orders to ring a telephone. Creating a leg is not idempotent at the carrier, so what may have been ordered is looked for, never ordered again blindly.</summary>
internal sealed class TwilioDialling(TwilioRest rest, TimeProvider clock, TwilioPace pace, ILogger<TwilioTelephony> log)
{
    internal const int Looks = 3;
    internal const int MostListed = 100;

    /// <summary>Carrier stamps carry whole seconds; a leg older than our request by more than this is not ours.</summary>
    internal static readonly TimeSpan StampSlack = TimeSpan.FromSeconds(2);

    /// <summary>No order to ring lasts longer, all its repetitions and looks included.</summary>
    internal static readonly TimeSpan LongestOrder = TimeSpan.FromMinutes(1);

    // Not "initiated": that a leg was ordered is known to who ordered it, and each event is a signed request here.
    private static readonly string[] RingEvents = ["ringing", "answered", "completed"];

    /// <summary>
    /// The leg's document is asked for when it is known who answered: of a machine at once or at the end of its greeting, of a person a second after her first words, and
    /// of one who says nothing after 2.5 s. After 15 s nobody knows, which counts as a person; with the ringing and the question twice that is within
    /// the deadline of the live state (70 s).
    /// </summary>
    private static (string, string)[] MachineDetection(MachineTold told) => told switch
    {
        MachineTold.Never => [],
        MachineTold.AtOnce => [("MachineDetection", "Enable"), .. MachineLimits],
        MachineTold.AfterItsGreeting => [("MachineDetection", "DetectMessageEnd"), .. MachineLimits],
    };

    private static readonly (string, string)[] MachineLimits = [("MachineDetectionTimeout", "15"), ("MachineDetectionSilenceTimeout", "2500")];

    /// <summary>By telephone: the last order to ring it, until it is known what became of that.</summary>
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ordered = new(StringComparer.Ordinal);

    public async Task<RingOutcome> RingAsync(string operation, string about, TwilioDial dial, CancellationToken stop)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ordered[dial.To] = settled;
        try
        {
            return await OrderAsync(operation, about, dial, settled, stop);
        }
        finally
        {
            _ordered.TryRemove(new(dial.To, settled));
            settled.SetResult();
        }
    }

    private async Task<RingOutcome> OrderAsync(string operation, string about, TwilioDial dial, TaskCompletionSource settled, CancellationToken stop)
    {
        var start = clock.GetUtcNow();
        var answer = await rest.OnceAsync(operation, "/Calls.json", RingForm(dial), stop);
        if (answer.Done && answer.Text("sid") is { Length: > 0 } sid)
        {
            TwilioLog.LegRings(log, about, new LegId(sid));
            return new RingOutcome.Ringing(new LegId(sid));
        }
        if (answer.Fault == RestFault.NotDone || (answer.Fault == RestFault.None && !answer.Done))
        {
            TwilioLog.RingRefused(log, about, answer.Reason);
            return new RingOutcome.Refused(answer.Reason, ForNow: answer.Fault == RestFault.NotDone);
        }
        var ahead = answer.Carrier - clock.GetUtcNow();
        for (var look = 0; look < Looks; look++)
        {
            await Task.Delay(pace.Look, clock, stop);
            if ((await LookForAsync(dial, start, ahead, stop)).Leg is not { } found) continue;
            // The leg may be that of a later order, which is noted here before it goes out. A leg of this one tells of itself and is ended then.
            if (!_ordered.TryGetValue(dial.To, out var last) || last != settled) break;
            TwilioLog.RingFound(log, about, found);
            return new RingOutcome.Ringing(found);
        }
        TwilioLog.RingUnknown(log, about, answer.Reason);
        return new RingOutcome.Unknown(answer.Reason);
    }

    public async Task<RingOutcome> RingAgainAsync(string operation, string about, TwilioDial dial, CancellationToken stop)
    {
        // The earlier order is older than any request of it can last, so a leg of it is listed by now. An unclear answer is no reason to dial.
        var (clear, found) = await LookForAsync(dial, clock.GetUtcNow() - dial.Timeout - LongestOrder, null, stop);
        if (found is { } leg) return new RingOutcome.Ringing(leg);
        return clear ? await RingAsync(operation, about, dial, stop) : new RingOutcome.Unknown("the carrier's list");
    }

    /// <summary>
    /// Until the carrier lists no live leg of ours to that telephone any more. What an order of this host has not made yet is listed nowhere, so that is waited
    /// for first; one of another host is given a moment to arrive.
    /// </summary>
    public async Task WaitForFreeAsync(TwilioDial dial, CancellationToken stop)
    {
        if (_ordered.TryGetValue(dial.To, out var order)) await order.Task.WaitAsync(stop);
        do await Task.Delay(pace.Look, clock, stop);
        while (await LookForAsync(dial, DateTimeOffset.MinValue.AddYears(1), TimeSpan.Zero, stop) is not (true, null));
    }

    /// <summary>
    /// The leg an unclear request created, if the carrier lists exactly one live leg from us to that endpoint that is no older than the request.
    /// Two candidates are none: a wrong one would bind a caller to an old offer's leg. Not clear: the list could not be had, or there were two.
    /// </summary>
    private async Task<(bool Clear, LegId? Leg)> LookForAsync(TwilioDial dial, DateTimeOffset start, TimeSpan? carrierAhead, CancellationToken stop)
    {
        var asked = clock.GetUtcNow();
        var answer = await rest.GetAsync("find-ringing", $"/Calls.json?{dial.FoundBy}={Uri.EscapeDataString(dial.FoundBy == "To" ? dial.To : dial.From)}&PageSize={MostListed}", stop);
        if (!answer.Done) return (false, null);
        var oldest = start + (carrierAhead ?? answer.Carrier - asked ?? TimeSpan.Zero) - StampSlack;
        var ours = answer.Items("calls").Where(leg => IsOurs(leg, dial.To, oldest)).Take(2).ToArray();
        return ours.Length == 1 ? (true, new LegId(RestAnswer.Text(ours[0], "sid")!)) : (ours.Length == 0, null);
    }

    private static bool IsOurs(JsonElement leg, string endpoint, DateTimeOffset oldest) =>
        RestAnswer.Text(leg, "sid") is { Length: > 0 }
        && TwilioTelephony.StatusOf(RestAnswer.Text(leg, "status")) == LegStatus.Live
        && RestAnswer.Text(leg, "direction") is null or "outbound-api"
        && SameEndpoint(RestAnswer.Text(leg, "to"), endpoint)
        && CreatedAt(leg) >= oldest;

    /// <summary>Carriers complete national numbers with the country, so one may be the other's end.</summary>
    internal static bool SameEndpoint(string? told, string asked)
    {
        if (told is null) return false;
        if (told.Equals(asked, StringComparison.OrdinalIgnoreCase)) return true;
        var (a, b) = (told.TrimStart('+'), asked.TrimStart('+'));
        return a.Length >= 7 && b.Length >= 7 && a.All(char.IsAsciiDigit) && b.All(char.IsAsciiDigit)
            && (a.EndsWith(b, StringComparison.Ordinal) || b.EndsWith(a, StringComparison.Ordinal));
    }

    internal static DateTimeOffset? CreatedAt(JsonElement leg) =>
        DateTimeOffset.TryParse(RestAnswer.Text(leg, "date_created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created : null;

    private static KeyValuePair<string, string>[] RingForm(TwilioDial dial)
    {
        (string, string)[] form =
        [
            ("From", dial.From),
            ("To", dial.To),
            ("Url", dial.Url),
            ("Method", "POST"),
            .. dial.StatusUrl is { } told
                ? [("StatusCallback", told), ("StatusCallbackMethod", "POST"), .. RingEvents.Select(name => ("StatusCallbackEvent", name))]
                : Array.Empty<(string, string)>(),
            ("Timeout", Whole(Math.Clamp((int)Math.Ceiling(dial.Timeout.TotalSeconds), 5, 600))),
            ("TimeLimit", Whole((int)dial.Longest.TotalSeconds)),
            .. MachineDetection(dial.Machines),
        ];
        return TwilioTelephony.Form(form);
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <param name="FoundBy">Which of both a leg of it is listed by: a caller's number stands in no address.</param>
/// <param name="Machines">Whether the leg's request is to say who or what answered, and when it is made if that is a machine.</param>
internal sealed record TwilioDial(
    string From, string To, string Url, string? StatusUrl, TimeSpan Timeout, TimeSpan Longest, string FoundBy, MachineTold Machines = MachineTold.Never);

internal enum MachineTold { Never, AtOnce, AfterItsGreeting }
