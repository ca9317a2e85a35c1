using System.Security.Cryptography;
using System.Text;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

/// <summary>The sounds of recordings, given at once or, with <see cref="RestFaults.MediaElsewhere"/>, at a signed address that stands for another host's.</summary>
internal sealed class StoredMedia(RecordingBook book, FaultPlan faults, SimulatorSettings settings)
{
    private const string Path = "/stored-media";

    public static void Map(WebApplication app) => app.MapGet(Path + "/{file}", (string file, HttpRequest request, StoredMedia media) => media.Stored(file, request));

    /// <param name="type">mp3 or wav.</param>
    public IResult Sound(string sid, string type, HttpRequest request)
    {
        if (!faults.Settings.Rest.MediaElsewhere) return Given(sid, type, request);
        var file = $"{sid}.{type}";
        return Results.Redirect($"{request.Scheme}://{request.Host}{Path}/{file}?signature={SignatureOf(file)}", permanent: false, preserveMethod: true);
    }

    /// <summary>Another host's storage knows no account of ours, and says so to whoever brings credentials for one.</summary>
    private IResult Stored(string file, HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0) return Results.Text("Only one auth mechanism allowed", "text/plain", statusCode: 400);
        if (request.Query["signature"] != SignatureOf(file)) return Results.Text("SignatureDoesNotMatch", "text/plain", statusCode: 403);
        var dot = file.LastIndexOf('.');
        return Given(file[..dot], file[(dot + 1)..], request);
    }

    private IResult Given(string sid, string type, HttpRequest request) => book.Fetch(sid) is not { } found
        ? RestError.NotFound(request.Path).ToResult()
        : type == "mp3" ? Results.Bytes(SilentSound.Mp3(found.Seconds), "audio/mpeg") : Results.Bytes(SilentSound.Wav(found.Seconds), "audio/x-wav");

    private string SignatureOf(string file) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.AuthToken), Encoding.UTF8.GetBytes(file)));
}
