namespace Hotline.Simulator.Calls;

/// <summary>The parameters every request about a call carries. Needs the gate: they are one consistent picture of the call.</summary>
internal static class CallParameters
{
    public const string ApiVersion = "2010-04-01";

    public static List<KeyValuePair<string, string>> Of(Call call, string accountSid, CallStatus? status = null)
    {
        List<KeyValuePair<string, string>> parameters =
        [
            new("AccountSid", accountSid),
            new("ApiVersion", ApiVersion),
            new("CallSid", call.Sid),
            new("CallStatus", (status ?? call.Status).Word()),
            new("Called", call.To),
            new("Caller", call.From),
            new("Direction", call.Direction.Word()),
            new("From", call.From),
            new("To", call.To),
        ];
        AddPlace(parameters, "From", call.From);
        AddPlace(parameters, "To", call.To);
        AddPlace(parameters, "Caller", call.From);
        AddPlace(parameters, "Called", call.To);
        if (call.ParentSid is { } parent)
            parameters.Add(new("ParentCallSid", parent));
        if (call.Direction == CallDirection.Inbound)
            parameters.Add(new("CallToken", "simulated-" + call.Sid));
        if (call.AnsweredBy is { } who)
            parameters.Add(new("AnsweredBy", who));
        return parameters;
    }

    private static void AddPlace(List<KeyValuePair<string, string>> parameters, string party, string address)
    {
        parameters.Add(new(party + "City", ""));
        parameters.Add(new(party + "State", ""));
        parameters.Add(new(party + "Zip", ""));
        parameters.Add(new(party + "Country", address.StartsWith("+86", StringComparison.Ordinal) ? "CN" : ""));
    }
}
