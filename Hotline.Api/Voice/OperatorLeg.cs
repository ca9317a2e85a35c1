using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>The operator's telephone was answered: is it still wanted, and is a person there?</summary>
internal sealed class OperatorLeg(CallFlow flow, VoiceDocuments documents, ILogger<OperatorLeg> log)
{
    private const string TakeTheCall = "1";

    /// <summary>Asked anew after a wrong key at most this often.</summary>
    private const int MostAsked = 2;

    public static async Task<ContentHttpResult> AnsweredAsync(CarrierRequest request, OperatorLeg leg, CancellationToken stop) =>
        VoiceEndpoints.Answer(request is { Leg: { } sid, Call: { } call, Operator: { } staff, Token: { } token }
            ? await leg.DocumentAsync(request, sid, call, staff, token, stop)
            : leg.Absurd(request));

    private async Task<Core.Telephony.Twilio.TwiML> DocumentAsync(
        CarrierRequest request, LegId leg, CallId call, StaffId staff, long token, CancellationToken stop)
    {
        if (await MayJoinAsync(call, staff, token, leg, stop) == LegVerdict.TooLate)
        {
            VoiceLog.LegLate(log, call, leg);
            return VoiceDocuments.HangUp;
        }
        // An operator's own telephone on the desk or in the browser has no answering machine.
        if (IsDesk(request.Field("To")) || request.Digits == TakeTheCall) return documents.OperatorJoins(call);
        var asked = request.WholeNumber("asked") ?? 0;
        return asked < MostAsked ? documents.AskOperator(call, staff, token, asked) : VoiceDocuments.HangUp;
    }

    private async Task<LegVerdict> MayJoinAsync(CallId call, StaffId staff, long token, LegId leg, CancellationToken stop)
    {
        try
        {
            return await flow.MayJoinAsync(call, staff, token, leg, stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            VoiceLog.DocumentFailed(log, "/twilio/voice/leg", e);
            return LegVerdict.Degraded;
        }
    }

    private Core.Telephony.Twilio.TwiML Absurd(CarrierRequest request)
    {
        VoiceLog.OperatorLegAbsurd(log, request.Target.Split('?')[0]);
        return VoiceDocuments.HangUp;
    }

    internal static bool IsDesk(string? endpoint) => endpoint is not null
        && (endpoint.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || endpoint.StartsWith("client:", StringComparison.OrdinalIgnoreCase));
}
