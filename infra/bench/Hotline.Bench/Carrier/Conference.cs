using System.Globalization;
using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>One conference: tells its events in order, each with its number.</summary>
internal sealed class Conference(string sid, DialledConference dialled, Webhooks webhooks, TimeProvider clock)
{
    private int _sequence;

    public string Sid => sid;

    public string Name => dialled.Name;

    /// <summary>Only what was asked for is told: participant-join as "join".</summary>
    public Task TellAsync(string what, string? leg, CancellationToken stop, string? reason = null)
    {
        if (!dialled.Asked.Contains(what[(what.IndexOf('-') + 1)..])) return Task.CompletedTask;
        List<KeyValuePair<string, string>> fields =
        [
            new("AccountSid", Installation.AccountSid), new("ConferenceSid", sid), new("FriendlyName", dialled.Name), new("StatusCallbackEvent", what),
            new("Timestamp", Fields.Now(clock)), new("SequenceNumber", Interlocked.Increment(ref _sequence).ToString(CultureInfo.InvariantCulture)),
        ];
        if (leg is not null) fields.AddRange([new(what == "conference-end" ? "CallSidEndingConference" : "CallSid", leg), new("Muted", "false"), new("Hold", "false")]);
        if (reason is not null) fields.Add(new(what == "conference-end" ? "ReasonConferenceEnded" : "ReasonParticipantLeft", reason));
        return webhooks.PostAsync(dialled.Events, fields, stop);
    }
}
