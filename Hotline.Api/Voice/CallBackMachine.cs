using Hotline.Core.Calls;
using Hotline.Core.Care.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>
/// A machine answered for a booked caller. It hears what she agreed to and nothing else: without a rule in the record, with one that cannot be read, or when
/// anything else fails, nothing at all. Nobody waits on the line for the database: her operator does, and no longer than <see cref="Patience"/>.
/// </summary>
internal sealed class CallBackMachine(
    CallFlow flow, CareDocuments care, NetworkOptions network, VoiceDocuments documents, TimeProvider clock, ILogger<CallBackMachine> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="records">It has ended its greeting.</param>
    public async Task<TwiML> DocumentAsync(CallId call, long token, LegId leg, bool records, CancellationToken stop)
    {
        if (await flow.BookingAsync(call) is not { } booking) return VoiceDocuments.HangUp;
        var rules = await RulesAsync(call, booking, stop);
        var verdict = ContactGate.Judge(
            OutboundAct.Voicemail, rules, new ContactMoment(booking.Now, network.Zone, NumberKnown: booking.NumberKey.Length > 0));
        var sentence = verdict is { May: true, How: ContactHow.AgreedSentence } && records ? rules?.AgreedSentence : null;
        var heard = sentence is null ? ContactHow.Silence : ContactHow.AgreedSentence;
        VoiceLog.CallBackMachine(log, call, heard, verdict.Reason);
        // One who was told of before, or whom nobody waits for any more, hears nothing.
        if (!await flow.MachineAnsweredAsync(call, token, leg, verdict.Reason, heard)) return VoiceDocuments.HangUp;
        return sentence is null ? VoiceDocuments.HangUp : documents.AgreedSentence(sentence);
    }

    /// <summary>The record's rule; without one what she chose by key, which says no voicemail; null when it cannot be read.</summary>
    private async Task<SafeContactRules?> RulesAsync(CallId call, OpenBooking booking, CancellationToken stop)
    {
        if (booking.NumberKey.Length == 0) return booking.Choice;
        try
        {
            // A locked file holds its reader's thread.
            var reading = Task.Run(() => care.LatestAsync(booking.NumberKey, CareKinds.Rules, stop), stop);
            return await reading.WaitAsync(Patience, clock, stop) is { } kept ? kept.Body : booking.Choice;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            VoiceLog.VoicemailRuleUnread(log, call, e);
            return null;
        }
    }
}
