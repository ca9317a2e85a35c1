namespace Hotline.Core.Telephony.Twilio;

/// <summary>Recordings on Twilio's wire protocol. Both requests say what shall be, so both may be repeated.</summary>
internal sealed class TwilioRecordings(TwilioRest rest) : IRecordings
{
    public async Task<RecordingAnswer> FetchAsync(string recording, CancellationToken stop)
    {
        var answer = await rest.GetMediaAsync("fetch-recording", $"/Recordings/{Uri.EscapeDataString(recording)}.mp3", stop);
        if (answer is { Done: true } && RecordingType.Of(answer.MediaType) is { } type && answer.Media.Length is > 0 and <= RecordingType.MostBytes)
            return new RecordingAnswer.Got(answer.Media, type);
        if (answer.Gone) return new RecordingAnswer.NotThere();
        return new RecordingAnswer.NotNow(answer.Done ? "no recording of at most 2 MB as mp3 or wav" : answer.Reason);
    }

    public async Task<bool> DeleteAsync(string recording, CancellationToken stop)
    {
        var answer = await rest.DeleteAsync("delete-recording", $"/Recordings/{Uri.EscapeDataString(recording)}.json", stop);
        return answer.Done || answer.Gone;
    }
}
