using System.Threading.Channels;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>Asks for digits. The first digit silences the prompt; no input falls through to the next verb unless the action wants empty results too.</summary>
internal sealed class GatherVerb(Switchboard switchboard, SpokenVerbs spoken, Dialler dialler, Pace pace)
{
    public async Task<Next> RunAsync(Performance performance, Verb verb)
    {
        var digits = await CollectAsync(performance, verb);
        if (digits.Length == 0 && !verb.Bool("actionOnEmptyResult", false))
            return Next.Verb;
        var action = performance.Action(verb, [new("Digits", digits)], orSelf: true);
        if (action is not null)
            return Next.Document(action);
        verb.Warn("stands in an inline document and needs an absolute action");
        return Next.Verb;
    }

    private async Task<string> CollectAsync(Performance performance, Verb verb)
    {
        var (call, turn) = (performance.Call, performance.Turn);
        var keys = Channel.CreateUnbounded<char>(new UnboundedChannelOptions { SingleReader = true });
        var takesDigits = verb.Attribute("input") is not { } input || input.Contains("dtmf", StringComparison.Ordinal);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(turn);
        lock (switchboard.Gate)
        {
            turn.ThrowIfCancellationRequested();
            call.Keys = takesDigits ? keys : null;
            switchboard.Hear(call, "gather", Describe(verb));
        }
        if (takesDigits)
            _ = dialler.PressWhenAskedAsync(call, asking.Token);
        try
        {
            return await ListenAsync(call, verb, keys.Reader, asking.Token);
        }
        finally
        {
            await asking.CancelAsync();
            lock (switchboard.Gate)
            {
                if (call.Keys == keys)
                    call.Keys = null;
                Switchboard.Change(call);
            }
        }
    }

    private async Task<string> ListenAsync(Call call, Verb verb, ChannelReader<char> keys, CancellationToken ct)
    {
        var most = verb.Int("numDigits", int.MaxValue, 1, int.MaxValue);
        var patience = TimeSpan.FromSeconds(verb.Attribute("timeout") == "auto" ? 5 : verb.Int("timeout", 5, 0, 600));
        var finish = verb.Attribute("finishOnKey") ?? "#";
        var digits = "";
        if (!await PromptAsync(call, verb, keys, ct) && !await AnotherAsync(call, keys, patience, ct))
            return "";
        while (keys.TryRead(out var key))
        {
            if (finish.Contains(key, StringComparison.Ordinal))
                return digits;
            digits += key;
            if (digits.Length >= most)
                return digits;
            if (!await AnotherAsync(call, keys, patience, ct))
                return digits;
        }
        return digits;
    }

    /// <returns>True when a digit came while the prompt was being spoken.</returns>
    private async Task<bool> PromptAsync(Call call, Verb verb, ChannelReader<char> keys, CancellationToken ct)
    {
        using var speaking = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var digit = keys.WaitToReadAsync(speaking.Token).AsTask();
        var prompt = SpeakAsync(call, verb, speaking.Token);
        await Task.WhenAny(prompt, digit);
        var interrupted = digit.IsCompletedSuccessfully;
        await speaking.CancelAsync();
        await ((Task)Task.WhenAll(prompt, digit)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        return interrupted;
    }

    private async Task SpeakAsync(Call call, Verb verb, CancellationToken ct)
    {
        foreach (var nested in verb.Children)
        {
            if (SpokenVerbs.Includes(nested))
                await spoken.RunAsync(call, nested, ct);
            else
                nested.Warn("is not allowed inside <Gather>");
        }
    }

    private async Task<bool> AnotherAsync(Call call, ChannelReader<char> keys, TimeSpan patience, CancellationToken ct)
    {
        if (keys.TryPeek(out _))
            return true;
        lock (switchboard.Gate)
        {
            ct.ThrowIfCancellationRequested();
            switchboard.Sounds(call, Sound.PartysTurn, patience.TotalSeconds);
        }
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var digit = keys.WaitToReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(digit, pace.DelayAsync(patience, waiting.Token));
        var came = digit.IsCompletedSuccessfully;
        await waiting.CancelAsync();
        await ((Task)digit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        return came;
    }

    private static string Describe(Verb verb) =>
        string.Join(' ', ((string[])["numDigits", "timeout", "finishOnKey"]).Where(verb.Has).Select(n => $"{n}={verb.Attribute(n)}"));
}
