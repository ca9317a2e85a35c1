using System.Globalization;
using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>Waits in a named queue of the carrier's, asking for the wait document again whenever it ends.</summary>
internal sealed class EnqueueVerb(Switchboard switchboard, DocumentFetcher fetcher, TimeProvider clock)
{
    private readonly Dictionary<string, (string Sid, List<Call> Waiting)> _queues = [];

    public async Task<Next> RunAsync(Performance performance, Verb verb)
    {
        var (call, turn) = (performance.Call, performance.Turn);
        var (name, entered) = (verb.Text, clock.GetTimestamp());
        lock (switchboard.Gate)
        {
            turn.ThrowIfCancellationRequested();
            if (!_queues.ContainsKey(name))
                _queues.Add(name, (Sid.New("QU"), []));
            _queues[name].Waiting.Add(call);
        }
        switchboard.Tell("enqueued", call);
        try
        {
            var outcome = await WaitAsync(performance, verb, name, entered);
            if (outcome is not Next.OutOfQueue)
                return outcome;
            var action = performance.Action(verb, Result(name, "leave", entered), orSelf: false);
            return action is null ? Next.Verb : Next.Document(action);
        }
        catch (OperationCanceledException)
        {
            var result = Result(name, switchboard.StatusOf(call).IsEnd() ? "hangup" : "redirected", entered);
            if (performance.Action(verb, result, orSelf: false) is { } action)
                await fetcher.NotifyAsync(call, action);
            throw;
        }
        finally
        {
            lock (switchboard.Gate)
            {
                _queues[name].Waiting.Remove(call);
                if (_queues[name].Waiting.Count == 0)
                    _queues.Remove(name);
            }
        }
    }

    private async Task<Next> WaitAsync(Performance performance, Verb verb, string name, long entered)
    {
        var (call, turn) = (performance.Call, performance.Turn);
        if (!verb.TryUrl("waitUrl", out var url))
        {
            switchboard.Perform(call, Sound.Music, "play", "carrier's wait music", null, null, turn);
            await Task.Delay(Timeout.Infinite, turn);
        }
        while (true)
        {
            var started = clock.GetTimestamp();
            var wait = new TwimlSource.Remote(url!, verb.Method("waitUrlMethod")) { Extra = Position(call, name, entered) };
            var next = await performance.Runner.RunAsync(call, wait, Stage.Queue, turn);
            if (next is not Next.OneVerbOn)
                return next;
            // An empty wait document must not become a busy loop.
            if (clock.GetElapsedTime(started) < TimeSpan.FromMilliseconds(50))
                await Task.Delay(50, turn);
        }
    }

    private List<KeyValuePair<string, string>> Position(Call call, string name, long entered)
    {
        lock (switchboard.Gate)
        {
            var (sid, waiting) = _queues[name];
            return
            [
                new("QueueSid", sid),
                new("QueuePosition", (waiting.IndexOf(call) + 1).ToString(CultureInfo.InvariantCulture)),
                new("QueueTime", Seconds(entered)),
                new("AvgQueueTime", Seconds(entered)),
                new("CurrentQueueSize", waiting.Count.ToString(CultureInfo.InvariantCulture)),
                new("MaxQueueSize", "1000"),
            ];
        }
    }

    private List<KeyValuePair<string, string>> Result(string name, string result, long entered)
    {
        lock (switchboard.Gate)
            return [new("QueueResult", result), new("QueueSid", _queues[name].Sid), new("QueueTime", Seconds(entered))];
    }

    private string Seconds(long since) => ((long)clock.GetElapsedTime(since).TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
