using Hotline.Core.Calls;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Whether a caller is with somebody, by all the ways in which our documents join legs.</summary>
internal static class CallerCompany
{
    /// <summary>Null: the carrier did not tell. A leg that rings for her counts as company.</summary>
    public static async Task<bool?> IsWithAsync(TwilioRest rest, CallId call, LegId caller, CancellationToken stop)
    {
        var leg = Uri.EscapeDataString(caller.Value);
        // A telephone that her own document rang is a leg under hers.
        foreach (var status in new[] { "queued", "ringing", "in-progress" })
        {
            var under = await rest.GetAsync("find-dialled", $"/Calls.json?ParentCallSid={leg}&Status={status}&PageSize=20", stop);
            if (!under.Done) return null;
            // A strict reading, in case the carrier knows no such filter.
            if (under.Items("calls").Any(c => RestAnswer.Text(c, "parent_call_sid") == caller.Value)) return true;
        }
        var conferences = await rest.GetAsync("find-conference", $"/Conferences.json?FriendlyName={call}&PageSize=20", stop);
        if (!conferences.Done) return null;
        foreach (var conference in conferences.Items("conferences"))
        {
            if (RestAnswer.Text(conference, "friendly_name") != call.ToString() || RestAnswer.Text(conference, "status") == "completed") continue;
            var inside = await rest.GetAsync("find-caller", $"/Conferences/{Uri.EscapeDataString(RestAnswer.Text(conference, "sid") ?? "")}/Participants/{leg}.json", stop);
            if (inside.Done) return true;
            if (!inside.Gone) return null;
        }
        return false;
    }
}
