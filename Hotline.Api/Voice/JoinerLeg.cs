using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Voice;

/// <summary>A telephone that was rung into somebody else's call was answered: a helper's, or a service's. Is it still wanted, and who is to hear it?</summary>
internal sealed class JoinerLeg(Joins joins, VoiceDocuments documents, ILogger<JoinerLeg> log)
{
    private const string TakeTheCall = "1";

    /// <summary>Asked anew at most this often: after a wrong key, or while the live state cannot be reached.</summary>
    private const int MostAsked = 2, MostTries = 5;

    public static async Task<ContentHttpResult> HelperAsync(CarrierRequest request, JoinerLeg leg) =>
        VoiceEndpoints.Answer(request is { Leg: { } sid, Call: { } call, Operator: { } staff, Token: { } token }
            ? await leg.DocumentAsync(request, sid, call, staff, token)
            : leg.Absurd(request));

    public static async Task<ContentHttpResult> ServiceAsync(CarrierRequest request, JoinerLeg leg) =>
        VoiceEndpoints.Answer(request is { Leg: { } sid, Call: { } call, Token: { } token }
            ? await leg.DocumentAsync(request, sid, call, null, token)
            : leg.Absurd(request));

    /// <summary>An ordinary telephone may be answered by a machine; a service's is answered by people, who are kept waiting by nothing.</summary>
    private async Task<TwiML> DocumentAsync(CarrierRequest request, LegId leg, CallId call, StaffId? helper, long token)
    {
        var comesIn = helper is null || OperatorLeg.IsDesk(request.Field("To")) || request.Digits == TakeTheCall || request.Query("pressed") == TakeTheCall;
        switch (await MayComeInAsync(call, token, leg, comesIn))
        {
            case JoinVerdict.Join join when comesIn:
                return documents.JoinerJoins(call, join.Coached);
            case JoinVerdict.Join:
                var asked = request.WholeNumber("asked") ?? 0;
                return asked < MostAsked ? documents.AskHelper(call, helper!.Value, token, asked) : VoiceDocuments.HangUp;
            case JoinVerdict.Degraded when (request.WholeNumber("tries") ?? 0) is < MostTries and var tries:
                return documents.AskJoinerAgain(call, helper, token, comesIn, tries);
            default:
                VoiceLog.LegLate(log, call, leg);
                return VoiceDocuments.HangUp;
        }
    }

    private async Task<JoinVerdict> MayComeInAsync(CallId call, long token, LegId leg, bool comesIn)
    {
        try
        {
            return await joins.MayComeInAsync(call, token, leg, comesIn);
        }
        catch (Exception e)
        {
            VoiceLog.DocumentFailed(log, "/twilio/voice/helper", e);
            return new JoinVerdict.Degraded();
        }
    }

    private TwiML Absurd(CarrierRequest request)
    {
        VoiceLog.OperatorLegAbsurd(log, request.Target.Split('?')[0]);
        return VoiceDocuments.HangUp;
    }
}
