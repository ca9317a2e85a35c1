using Hotline.Simulator.Calls;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Twiml;

/// <summary>Say, Play and Pause: what a party hears, for as long as it would take.</summary>
internal sealed class SpokenVerbs(Switchboard switchboard, Pace pace)
{
    private const int MostCharacters = 4_096;
    private static readonly TimeSpan UnknownRecording = TimeSpan.FromSeconds(5);

    public static bool Includes(Verb verb) => verb.Name is "Say" or "Play" or "Pause";

    public async Task RunAsync(Call call, Verb verb, CancellationToken turn)
    {
        switch (verb.Name)
        {
            case "Say":
                await SayAsync(call, verb, turn);
                break;
            case "Play":
                await PlayAsync(call, verb, turn);
                break;
            case "Pause":
                var seconds = verb.Int("length", 1, 0, 3_600);
                switchboard.Perform(call, Sound.Silence, "pause", $"{seconds} s", null, null, turn, atMost: seconds);
                await pace.DelayAsync(TimeSpan.FromSeconds(seconds), turn);
                break;
            default:
                throw new ArgumentException($"<{verb.Name}> is not spoken", nameof(verb));
        }
    }

    /// <summary>About 4.5 Chinese characters or 15 Latin ones a second.</summary>
    public static TimeSpan TimeToSay(string text)
    {
        var wide = text.Count(c => c >= 0x2E80);
        return TimeSpan.FromSeconds(0.2 + (wide / 4.5) + ((text.Length - wide) / 15.0));
    }

    private async Task SayAsync(Call call, Verb verb, CancellationToken turn)
    {
        var text = verb.Text;
        if (text.Length == 0)
            return;
        if (text.Length > MostCharacters)
        {
            verb.Warn($"is longer than {MostCharacters} characters and is cut");
            text = text[..MostCharacters];
        }
        for (var times = Times(verb); times > 0; times--)
        {
            switchboard.Perform(call, Sound.Speech, "say", text, verb.Attribute("language"), verb.Attribute("voice"), turn);
            await pace.DelayAsync(TimeToSay(text), turn);
        }
    }

    private async Task PlayAsync(Call call, Verb verb, CancellationToken turn)
    {
        if (verb.Attribute("digits") is { } tones)
        {
            switchboard.Perform(call, Sound.Music, "play", "tones " + tones, null, null, turn);
            await pace.DelayAsync(TimeSpan.FromSeconds(0.5 * tones.Length), turn);
            return;
        }
        if (!verb.TryTextAsUrl(out var url))
            return;
        for (var times = Times(verb); times > 0; times--)
        {
            switchboard.Perform(call, Sound.Music, "play", url.Text, null, null, turn);
            await pace.DelayAsync(UnknownRecording, turn);
        }
    }

    /// <summary>loop="0" means for ever, which the carrier understands as a thousand times.</summary>
    private static int Times(Verb verb) => verb.Int("loop", 1, 0, 1_000) is var loop && loop == 0 ? 1_000 : loop;
}
