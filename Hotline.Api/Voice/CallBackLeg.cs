using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>
/// A telephone we dialled for a booked call-back was answered, by whom nobody knows. Until 1 is pressed nothing is said that names us, whatever goes wrong.
/// </summary>
internal sealed class CallBackLeg(CallFlow flow, CallBackMachine machine, VoiceDocuments documents, TimeProvider clock, ILogger<CallBackLeg> log)
{
    private const string ItIsMe = "1";

    public static async Task<ContentHttpResult> AnsweredAsync(CarrierRequest request, CallBackLeg leg, CancellationToken stop) =>
        VoiceEndpoints.Answer(request is { Leg: { } sid, Call: { } call, Token: { } token }
            ? await leg.DocumentAsync(request, sid, call, token, stop)
            : VoiceDocuments.HangUp);

    private async Task<TwiML> DocumentAsync(CarrierRequest request, LegId leg, CallId call, long token, CancellationToken stop)
    {
        Skill? skill = Skill.TryParse(request.Query("skill"), out var known) ? known : null;
        var pressed = request.Digits == ItIsMe || request.Query("pressed") == ItIsMe;
        if (!pressed && AnsweredBy.Of(request) is var who and not WhoAnswered.Person)
            return await machine.DocumentAsync(call, token, leg, records: who == WhoAnswered.RecordingMachine, stop);
        if (!pressed) return string.IsNullOrEmpty(request.Digits) ? documents.AskForHer(call, token, skill) : documents.NotHer();
        var answer = await AnswerAsync(call, token, leg, stop);
        VoiceLog.CallBackAnswered(log, call, answer);
        return answer switch
        {
            CallBackAnswer.Join => documents.CallerJoins(call, skill),
            CallBackAnswer.Wait => await WaitAsync(request, call, leg, skill, stop),
            CallBackAnswer.Over => documents.NotHer(),
            CallBackAnswer.Degraded => documents.HoldOn(call, token, skill),
        };
    }

    /// <summary>Her operator was lost: she waits like anybody on the line, at her place.</summary>
    private async Task<TwiML> WaitAsync(CarrierRequest request, CallId call, LegId leg, Skill? skill, CancellationToken stop)
    {
        var ticket = request.Ticket(clock) ?? new CallTicket(call, clock.GetUtcNow(), leg, request.Number, request.Line);
        var way = CallerWay.Read(request, ticket, skill ?? Skill.Psychological);
        return documents.Waiting(way, await flow.WaitAsync(ticket, way.Skill, stop), entered: null);
    }

    private async Task<CallBackAnswer> AnswerAsync(CallId call, long token, LegId leg, CancellationToken stop)
    {
        try
        {
            return await flow.AnswerCallBackAsync(call, token, leg, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            VoiceLog.DocumentFailed(log, "/twilio/voice/callback", e);
            return CallBackAnswer.Degraded;
        }
    }
}
