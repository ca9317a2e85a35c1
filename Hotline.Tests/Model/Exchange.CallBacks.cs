using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Model;

/// <summary>Legs that call a caller back: dialled, answered by her, or not.</summary>
internal sealed partial class Exchange
{
    public sealed class BackLeg
    {
        public required LegId Leg { get; init; }
        public required long Token { get; init; }
        public bool Alive { get; set; } = true;
        public bool Answered { get; set; }
    }

    public RingOutcome Dial(RingCaller order)
    {
        lock (_gate)
        {
            var line = _byCall[order.Call];
            var how = line.NextDial;
            line.NextDial = "";
            var earlier = line.Backs.FindAll(b => b.Token == order.Token);
            if (earlier.Count > 0 && !order.Again) _doubled.Add($"token {order.Token} was dialled twice");
            if (order.Again && earlier.Find(b => b.Alive) is { } rings) return new RingOutcome.Ringing(rings.Leg);
            if (how == "refused") return new RingOutcome.Refused("not possible");
            if (how == "lost") return new RingOutcome.Unknown("no answer");
            var back = new BackLeg { Leg = new LegId($"back{++_number}-{order.Call}"), Token = order.Token };
            line.Backs.Add(back);
            _byLeg[back.Leg.Value] = line;
            OfBack(line, back, EventKind.LegRinging, "ringing");
            return how == "unheard" ? new RingOutcome.Unknown("no answer") : new RingOutcome.Ringing(back.Leg);
        }
    }

    /// <summary>A person takes it; what she presses is asked of a host.</summary>
    public void Pick(Line line, BackLeg back)
    {
        lock (_gate)
        {
            back.Answered = true;
            if (back.Alive) OfBack(line, back, EventKind.LegAnswered, "in-progress");
        }
    }

    /// <summary>It is she, and this leg is hers; she waits on it, or comes into the conference at once.</summary>
    public void Reached(Line line, BackLeg back, bool joins)
    {
        lock (_gate)
        {
            if (!back.Alive) return;
            (line.Caller, line.Alive, line.Late) = (back.Leg, true, 0);
            if (joins) Join(line, back.Leg, alive: true);
        }
    }

    /// <summary>Nobody takes it, or it is ended.</summary>
    public void Miss(Line line, BackLeg back, string status)
    {
        lock (_gate)
        {
            if (line.Caller == back.Leg)
            {
                HangUp(line);
                return;
            }
            if (!back.Alive) return;
            back.Alive = false;
            OfBack(line, back, EventKind.LegEnded, status);
        }
    }

    private void OfBack(Line line, BackLeg back, string kind, string status) => line.Untold.Add(new CarrierFact(
        line.Call, back.Leg, FactSide.Caller, kind, Next(), $"{back.Leg}/{kind}", Reason: status, Token: back.Token));
}
