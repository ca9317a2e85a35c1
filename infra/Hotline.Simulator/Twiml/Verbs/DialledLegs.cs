using Hotline.Simulator.Calls;
using Hotline.Simulator.Judging;
using Hotline.Simulator.Phones;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>The Number, Client and Sip nouns: all ring at once, the first that is ready to talk is bridged.</summary>
internal sealed class DialledLegs(Switchboard switchboard, Dialler dialler, Judge judge)
{
    public async Task<DialResult> ConnectAsync(Performance performance, Verb verb)
    {
        var (parent, turn) = (performance.Call, performance.Turn);
        var timeout = TimeSpan.FromSeconds(verb.Int("timeout", 30, 1, 600));
        var nouns = Nouns(verb);
        if (nouns.Count == 0)
        {
            verb.Warn("dials nobody");
            return new DialResult("failed", null, 0, false);
        }
        var bridge = new Bridge(switchboard, judge, parent);
        foreach (var (address, noun) in nouns)
        {
            var leg = switchboard.Create(CallDirection.OutboundDial, verb.Attribute("callerId") ?? parent.From, address, parent.Sid, c => c.StatusCallback = Callback(noun));
            bridge.Legs.Add((leg, noun));
        }
        lock (switchboard.Gate)
        {
            if (!parent.IsLive)
                bridge.EndLegs();
            turn.ThrowIfCancellationRequested();
            parent.OnEnd = bridge.EndLegs;
        }
        switchboard.Perform(parent, Sound.Ring, "ring", string.Join(", ", nouns.Select(n => n.Address)), null, null, turn);
        var carried = Task.WhenAll(bridge.Legs.Select(l => Task.Run(() => CarryAsync(performance.Runner, bridge, l.Leg, l.Noun, timeout), CancellationToken.None)));
        try
        {
            await Task.WhenAny(carried, bridge.Closed.Task).WaitAsync(turn);
        }
        finally
        {
            lock (switchboard.Gate)
            {
                if (parent.OnEnd == bridge.EndLegs)
                    parent.OnEnd = null;
                bridge.EndLegs();
            }
        }
        lock (switchboard.Gate)
        {
            switchboard.Sounds(parent, Sound.ApplicationSilence);
            return bridge.Result();
        }
    }

    private async Task CarryAsync(TwimlRunner runner, Bridge bridge, Call leg, Verb noun, TimeSpan timeout)
    {
        try
        {
            if (!await dialler.RingAsync(leg, timeout))
                return;
            if (noun.Name != "Dial" && noun.TryUrl("url", out var whisper)
                && await runner.RunProgramAsync(leg, new TwimlSource.Remote(whisper, noun.Method("method"))) == ProgramEnd.CallEnded)
                return;
            if (!bridge.TryClaim(leg))
            {
                switchboard.End(leg, EndReason.OtherLegAnswered);
                return;
            }
            var turn = switchboard.TurnOf(leg);
            try
            {
                await bridge.Closed.Task.WaitAsync(turn);
                switchboard.End(leg, EndReason.OtherPartyHungUp);
            }
            catch (OperationCanceledException)
            {
                bridge.Close(released: leg);
                if (switchboard.TakeRedirect(leg) is { } elsewhere)
                    await runner.CarryAsync(leg, elsewhere);
            }
        }
        catch (Exception e)
        {
            runner.Broken(leg, e);
        }
    }

    private static List<(string Address, Verb Noun)> Nouns(Verb verb)
    {
        List<(string, Verb)> nouns = [];
        var children = verb.Children.ToList();
        if (children.Count == 0 && verb.Text.Length > 0)
            nouns.Add((verb.Text, verb));
        foreach (var child in children)
        {
            switch (child.Name)
            {
                case "Number" or "Sip" when child.Text.Length > 0:
                    nouns.Add((child.Text, child));
                    break;
                case "Client" when Identity(child).Length > 0:
                    nouns.Add(("client:" + Identity(child), child));
                    break;
                default:
                    child.Warn("cannot be dialled");
                    break;
            }
        }
        return nouns;
    }

    private static string Identity(Verb client) => client.Children.FirstOrDefault(c => c.Name == "Identity")?.Text ?? client.Text;

    private static StatusCallback? Callback(Verb noun)
    {
        if (noun.Name == "Dial" || !noun.TryUrl("statusCallback", out var url))
            return null;
        var events = noun.Has("statusCallbackEvent") ? noun.Words("statusCallbackEvent", StatusCallback.Events) : new HashSet<string> { "completed" };
        return new StatusCallback(url, noun.Method("statusCallbackMethod"), events);
    }
}
