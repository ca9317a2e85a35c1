using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

internal sealed record RecordingResource(string Sid, string AccountSid, string CallSid, string Duration, string Status, string Source, int Channels, string Uri);

internal static class RecordingsApi
{
    public static void Map(RouteGroupBuilder account)
    {
        account.MapGet("/Recordings/{sid}.json", Get);
        account.MapGet("/Recordings/{sid}.mp3", (string sid, HttpRequest request, StoredMedia media) => media.Sound(sid, "mp3", request));
        account.MapGet("/Recordings/{sid}.wav", (string sid, HttpRequest request, StoredMedia media) => media.Sound(sid, "wav", request));
        account.MapDelete("/Recordings/{sid}.json", (string sid, HttpRequest request, RecordingBook book) =>
            book.Delete(sid) ? Results.NoContent() : RestError.NotFound(request.Path).ToResult());
    }

    private static IResult Get(string sid, HttpRequest request, SimulatorSettings settings, RecordingBook book) =>
        book.All.FirstOrDefault(r => r.Sid == sid) is not { } found
            ? RestError.NotFound(request.Path).ToResult()
            : RestJson.Ok(new RecordingResource(
                found.Sid, settings.AccountSid, found.CallSid, found.Seconds.ToString(System.Globalization.CultureInfo.InvariantCulture), "completed", "RecordVerb", 1,
                $"/2010-04-01/Accounts/{settings.AccountSid}/Recordings/{found.Sid}.json"));
}
