using Hotline.Simulator.Calls;
using Hotline.Simulator.Judging;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>One dial's legs and the one of them that talks to the parent. Guarded by the switchboard's gate.</summary>
internal sealed class Bridge(Switchboard switchboard, Judge judge, Call parent)
{
    private Call? _talking;

    public List<(Call Leg, Verb Noun)> Legs { get; } = [];

    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first leg that is ready wins; the others are called off in the same step, so the parent never talks to two.</summary>
    public bool TryClaim(Call leg)
    {
        lock (switchboard.Gate)
        {
            if (_talking is not null || !leg.IsLive || !parent.IsLive || Closed.Task.IsCompleted)
                return false;
            _talking = leg;
            leg.OnEnd = () => Close(leg);
            foreach (var (other, _) in Legs.Where(l => l.Leg != leg))
                switchboard.End(other, EndReason.OtherLegAnswered);
            Join(parent, leg);
            Join(leg, parent);
            if (leg.IsHuman)
                judge.Bridged(parent);
            switchboard.Tell("bridged", parent);
            return true;
        }
    }

    public void Close(Call? released = null)
    {
        lock (switchboard.Gate)
        {
            if (!Closed.TrySetResult() || _talking is null)
                return;
            parent.BridgedWith = _talking.BridgedWith = null;
            _talking.OnEnd = null;
            if (_talking != released)
                switchboard.End(_talking, EndReason.OtherPartyHungUp);
            switchboard.Sounds(parent, Sound.ApplicationSilence);
            Switchboard.Change(parent);
            Switchboard.Change(_talking);
        }
    }

    public void EndLegs()
    {
        lock (switchboard.Gate)
        {
            foreach (var (leg, _) in Legs.Where(l => l.Leg != _talking))
                switchboard.End(leg, EndReason.OtherPartyHungUp);
            Close();
        }
    }

    /// <summary>What the dial came to. A leg that was picked up and hung up again before it was ready counts as not answered.</summary>
    public DialResult Result()
    {
        if (_talking is { } talked)
            return new DialResult("completed", talked.Sid, CallProgress.SecondsTalked(talked), true);
        var leg = Legs.Select(l => l.Leg).MaxBy(l => l.Status == CallStatus.NoAnswer)!;
        return new DialResult(leg.Status == CallStatus.Completed ? "no-answer" : leg.Status.Word(), leg.Sid, 0, false);
    }

    private void Join(Call listener, Call speaker)
    {
        listener.BridgedWith = speaker.Sid;
        switchboard.Sounds(listener, speaker.IsHuman ? Sound.Human : Sound.Speech);
        switchboard.Hear(listener, "bridge", speaker.Party);
    }
}
