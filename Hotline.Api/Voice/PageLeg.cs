using Hotline.Core.Crisis;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>
/// The telephone of somebody on call was answered, by whom or by what nobody knows. It hears neutral words, whatever goes wrong, and only a pressed 1
/// acknowledges: an answering machine presses none.
/// </summary>
internal sealed class PageLeg(Escalations escalations, VoiceDocuments documents, ILogger<PageLeg> log)
{
    private const string Mine = "1";

    /// <summary>Asked anew after a wrong key at most this often.</summary>
    private const int MostAsked = 2;

    public static async Task<ContentHttpResult> AnsweredAsync(CarrierRequest request, PageLeg leg) =>
        VoiceEndpoints.Answer(request is { Escalation: { } escalation, Token: { } token }
            ? await leg.DocumentAsync(request, escalation, token)
            : VoiceDocuments.HangUp);

    private async Task<TwiML> DocumentAsync(CarrierRequest request, EscalationId escalation, long token)
    {
        if (request.Digits != Mine && request.Query("pressed") != Mine)
        {
            var asked = request.WholeNumber("asked") ?? 0;
            return asked <= MostAsked ? documents.AskOnCall(escalation, token, asked) : documents.NotHer();
        }
        var outcome = await AcknowledgeAsync(escalation, token);
        VoiceLog.PageAnswered(log, escalation, outcome);
        return outcome switch
        {
            EscalationOutcome.Done => documents.PageTold(Prompt.PageThanks),
            EscalationOutcome.AlreadyAcknowledged or EscalationOutcome.Closed => documents.PageTold(Prompt.PageTaken),
            // Nobody can say here that somebody has it: after a wiped live state the same matter is paged anew under another token.
            EscalationOutcome.Unknown or EscalationOutcome.NotYours or EscalationOutcome.NeedsOutcome => documents.PageTold(Prompt.PageLook),
            EscalationOutcome.Degraded => documents.HoldOnPage(escalation, token),
        };
    }

    private async Task<EscalationOutcome> AcknowledgeAsync(EscalationId escalation, long token)
    {
        try
        {
            return await escalations.AcknowledgeByPhoneAsync(escalation, token);
        }
        catch (Exception e)
        {
            VoiceLog.DocumentFailed(log, "/twilio/voice/page", e);
            return EscalationOutcome.Degraded;
        }
    }
}
