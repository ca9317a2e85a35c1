using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;

namespace Hotline.Simulator.Twiml;

/// <summary>Documents that play to a conference participant: while waiting, on hold, as an announcement. Only Play, Say, Pause and Redirect; silence at the end.</summary>
internal sealed class Interludes(Switchboard switchboard, DocumentFetcher fetcher, SpokenVerbs spoken)
{
    private const int MostRedirects = 10_000;

    public void Start(Call call, Interlude interlude, IReadOnlyList<KeyValuePair<string, string>> extra, CancellationToken ct) =>
        _ = Task.Run(() => PlayAsync(call, interlude, extra, ct), CancellationToken.None);

    /// <returns>Whether the document could be played to its end.</returns>
    public async Task<bool> PlayAsync(Call call, Interlude interlude, IReadOnlyList<KeyValuePair<string, string>> extra, CancellationToken ct)
    {
        try
        {
            var source = new TwimlSource.Remote(interlude.Url!, interlude.Method) { Extra = extra };
            for (var redirects = 0; redirects < MostRedirects; redirects++)
            {
                Hush(call, Sound.ApplicationSilence, ct);
                switch (await fetcher.LoadAsync(call, source, ct))
                {
                    case Fetched.Failure failure:
                        switchboard.Error(call, failure.Code, failure.Message, failure.Url);
                        Hush(call, Sound.Silence, ct);
                        return false;
                    case Fetched.Audio audio:
                        switchboard.Perform(call, Sound.Music, "play", audio.Url.Text, null, null, ct);
                        return true;
                    case Fetched.Document document:
                        if (await PerformAsync(call, document.Twiml, ct) is not { } next)
                        {
                            Hush(call, Sound.Silence, ct);
                            return true;
                        }
                        source = next with { Extra = extra };
                        break;
                }
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<TwimlSource.Remote?> PerformAsync(Call call, TwimlDocument document, CancellationToken ct)
    {
        foreach (var verb in document.Verbs)
        {
            if (SpokenVerbs.Includes(verb))
                await spoken.RunAsync(call, verb, ct);
            else if (verb.Name == "Redirect" && verb.TryTextAsUrl(out var url))
                return new TwimlSource.Remote(url, verb.Method("method"));
            else
                verb.Warn("is not allowed while a conference participant waits: only Play, Say, Pause, Redirect");
        }
        return null;
    }

    private void Hush(Call call, Sound sound, CancellationToken ct)
    {
        lock (switchboard.Gate)
        {
            ct.ThrowIfCancellationRequested();
            switchboard.Sounds(call, sound);
        }
    }
}
