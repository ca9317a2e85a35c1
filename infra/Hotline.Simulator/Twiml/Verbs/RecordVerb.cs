using System.Globalization;
using System.Threading.Channels;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Rest;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>Records until a key, the longest time, or the end of the call. The caller is taken to be speaking all the while.</summary>
internal sealed class RecordVerb(Switchboard switchboard, Pace pace, DocumentFetcher fetcher, CallbackOutbox outbox, RecordingBook recordings, SimulatorSettings settings, TimeProvider clock)
{
    public async Task<Next> RunAsync(Performance performance, Verb verb)
    {
        var (call, turn) = (performance.Call, performance.Turn);
        var sid = Sid.New("RE");
        var started = clock.GetTimestamp();
        try
        {
            var key = await KeyAsync(call, verb, turn);
            Report(call, verb, sid, started);
            var action = performance.Action(verb, [.. Result(sid, started), new("Digits", key)], orSelf: true);
            return action is null ? Next.Verb : Next.Document(action);
        }
        catch (OperationCanceledException)
        {
            // Also when another document takes its place; only then nobody asks for the action.
            Report(call, verb, sid, started);
            if (switchboard.StatusOf(call).IsEnd() && performance.Action(verb, [.. Result(sid, started), new("Digits", "hangup")], orSelf: true) is { } action)
                _ = fetcher.NotifyAsync(call, action);
            throw;
        }
    }

    private async Task<string> KeyAsync(Call call, Verb verb, CancellationToken turn)
    {
        var keys = Channel.CreateUnbounded<char>();
        var finish = verb.Attribute("finishOnKey") ?? "1234567890*#";
        lock (switchboard.Gate)
        {
            turn.ThrowIfCancellationRequested();
            call.Keys = keys;
            switchboard.Sounds(call, Sound.PartySpeaks);
            switchboard.Hear(call, "record", "beep");
        }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(turn);
        var tooLong = pace.DelayAsync(TimeSpan.FromSeconds(verb.Int("maxLength", 3_600, 1, 14_400)), limit.Token);
        try
        {
            while (true)
            {
                var pressed = keys.Reader.ReadAsync(limit.Token).AsTask();
                if (await Task.WhenAny(pressed, tooLong) == tooLong)
                {
                    await tooLong;
                    return "";
                }
                var key = await pressed;
                if (finish.Contains(key, StringComparison.Ordinal))
                    return key.ToString();
            }
        }
        finally
        {
            await limit.CancelAsync();
            lock (switchboard.Gate)
                call.Keys = call.Keys == keys ? null : call.Keys;
        }
    }

    private List<KeyValuePair<string, string>> Result(string sid, long started) =>
    [
        new("RecordingSid", sid),
        new("RecordingUrl", $"https://recordings.sim.local/2010-04-01/Accounts/{settings.AccountSid}/Recordings/{sid}"),
        new("RecordingDuration", Length(started).ToString(CultureInfo.InvariantCulture)),
    ];

    private int Length(long started) => (int)Math.Ceiling(clock.GetElapsedTime(started).TotalSeconds * pace.Speed);

    private void Report(Call call, Verb verb, string sid, long started)
    {
        recordings.Keep(sid, call.Sid, Length(started));
        if (!verb.TryUrl("recordingStatusCallback", out var url))
            return;
        outbox.Enqueue(call.Lane, call.Sid, "recording-completed", new WebhookRequest(url, verb.Method("recordingStatusCallbackMethod"),
        [
            new("AccountSid", settings.AccountSid),
            new("CallSid", call.Sid),
            .. Result(sid, started),
            new("RecordingStatus", "completed"),
            new("RecordingChannels", "1"),
            new("RecordingSource", "RecordVerb"),
        ]));
    }
}
