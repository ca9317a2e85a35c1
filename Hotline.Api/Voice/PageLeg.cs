using Hotline.Core.Crisis;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>
/// The telephone of somebody on call was answered, by whom or by what nobody knows. It hears neutral words, whatever goes wrong, and only a pressed 1
/// acknowledges: an answering machine presses none. Of what somebody has by then, or what is over, nobody is asked anything.
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
        // A person who was taken for a machine has heard no question yet, whatever she presses.
        var pressed = (request.Digits == Mine && request.Query("doubt") is null) || request.Query("pressed") == Mine;
        var machine = !pressed && AnsweredBy.Of(request) != WhoAnswered.Person;
        var outcome = await AskedAsync(() => pressed ? escalations.AcknowledgeByPhoneAsync(escalation, token) : escalations.PageAnsweredAsync(escalation, token, machine));
        if (pressed) VoiceLog.PageAnswered(log, escalation, outcome);
        if (machine)
        {
            VoiceLog.PageMachine(log, escalation, outcome);
            return outcome is EscalationOutcome.Done or EscalationOutcome.Degraded ? documents.AskWhetherAnybody(escalation, token) : VoiceDocuments.HangUp;
        }
        return outcome switch
        {
            EscalationOutcome.Done => pressed ? documents.PageTold(Prompt.PageThanks) : Ask(request, escalation, token),
            // Whether it is still wanted is not known: her key will tell.
            EscalationOutcome.Degraded => pressed ? documents.HoldOnPage(escalation, token) : Ask(request, escalation, token),
            EscalationOutcome.AlreadyAcknowledged or EscalationOutcome.Closed => documents.PageTold(Prompt.PageTaken),
            // Nobody can say here that somebody has it: after a wiped live state the same matter is paged anew under another token.
            EscalationOutcome.Unknown or EscalationOutcome.NotYours or EscalationOutcome.NeedsOutcome => documents.PageTold(Prompt.PageLook),
        };
    }

    private TwiML Ask(CarrierRequest request, EscalationId escalation, long token)
    {
        var asked = request.WholeNumber("asked") ?? 0;
        return asked <= MostAsked ? documents.AskOnCall(escalation, token, asked) : documents.NotHer();
    }

    private async Task<EscalationOutcome> AskedAsync(Func<Task<EscalationOutcome>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e)
        {
            VoiceLog.DocumentFailed(log, "/twilio/voice/page", e);
            return EscalationOutcome.Degraded;
        }
    }
}
