using System.Globalization;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Model;

/// <summary>
/// The carrier's truth of one play: which legs live, who is in which conference, what it has to tell and what it was ordered. It tells and obeys only
/// when the script says so. Both legs end the conference when they leave it, as ours do at the carrier.
/// </summary>
internal sealed partial class Exchange
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _byLeg = new(StringComparer.Ordinal);
    private readonly Dictionary<CallId, Line> _byCall = [];
    private readonly List<string> _doubled = [];
    private DateTimeOffset _at;
    private int _number;

    /// <summary>One caller's leg and everything about it.</summary>
    public sealed class Line
    {
        /// <summary>Her leg: the one she dialled on, or the one on which she answered when she was called back.</summary>
        public required LegId Caller { get; set; }

        public required string Who { get; init; }
        public CallId Call { get; set; }
        public bool Alive { get; set; } = true;
        public string? Conference { get; set; }
        public HashSet<LegId> Inside { get; } = [];
        public List<OperatorLeg> Operators { get; } = [];
        public List<BackLeg> Backs { get; } = [];

        /// <summary>What becomes of the next order to dial her: <c>refused</c>, <c>lost</c> with its host, <c>unheard</c> (it rings and the answer is lost).</summary>
        public string NextDial { get; set; } = "";
        public List<CarrierFact> Untold { get; } = [];
        public List<CarrierFact> Told { get; } = [];
        public Queue<(string Order, LegId Leg)> Orders { get; } = new();
        public HashSet<long> Together { get; } = [];

        /// <summary>Requests for documents since she was moved into a conference: one was under way, more there are not.</summary>
        public int Late { get; set; }
        public int MoveIns { get; set; }
    }

    public sealed class OperatorLeg
    {
        public required LegId Leg { get; init; }
        public required StaffId Staff { get; init; }
        public required long Token { get; init; }
        public bool Alive { get; set; } = true;
        public bool Answered { get; set; }
    }

    /// <summary>What must happen once and happened twice, as sentences.</summary>
    public IReadOnlyList<string> Doubled => _doubled;

    /// <summary>Callers whose own leg was ordered to end. While she presses 1 at the same moment nobody can help it.</summary>
    public List<string> CutOff { get; } = [];

    public Line Dial(string who, LegId leg)
    {
        lock (_gate) return _byLeg[leg.Value] = new Line { Caller = leg, Who = who };
    }

    public void Name(Line line, CallId call)
    {
        lock (_gate) _byCall[line.Call = call] = line;
    }

    public Line? Of(CallId call)
    {
        lock (_gate) return _byCall.GetValueOrDefault(call);
    }

    public LegStatus Status(LegId leg)
    {
        lock (_gate)
        {
            if (!_byLeg.TryGetValue(leg.Value, out var line)) return LegStatus.Ended;
            return line.Caller == leg ? line.Alive ? LegStatus.Live : LegStatus.Ended : line.Backs.Exists(b => b.Leg == leg && b.Alive) ? LegStatus.Live : LegStatus.Ended;
        }
    }

    /// <summary>The telephone rings; the order is carried out at once.</summary>
    public LegId Ring(RingOperator order)
    {
        lock (_gate)
        {
            var line = _byCall[order.Call];
            if (line.Operators.Exists(o => o.Token == order.Token)) _doubled.Add($"token {order.Token} was rung twice");
            var leg = new OperatorLeg { Leg = new LegId($"op{++_number}-{order.Call}"), Staff = order.Operator, Token = order.Token };
            line.Operators.Add(leg);
            _byLeg[leg.Leg.Value] = line;
            OfLeg(line, leg, EventKind.LegRinging, "ringing");
            return leg.Leg;
        }
    }

    /// <summary>Takes an order; <see cref="Carry"/> does it.</summary>
    public LegOutcome Order(string order, LegId leg)
    {
        lock (_gate)
        {
            if (!_byLeg.TryGetValue(leg.Value, out var line)) return LegOutcome.Gone;
            if (order == "move-in" && ++line.MoveIns > line.Operators.Count) _doubled.Add($"{line.Call} was moved in more often than telephones rang for her");
            if (order == "end" && leg == line.Caller && line.Alive) CutOff.Add($"(g) the leg of the caller of {line.Call} was ordered to end");
            line.Orders.Enqueue((order, leg));
            return LegOutcome.Done;
        }
    }

    public LegOutcome Hold(CallId call, bool held)
    {
        lock (_gate)
        {
            if (!_byCall.TryGetValue(call, out var line) || !line.Inside.Contains(line.Caller)) return LegOutcome.Gone;
            OfConference(line, held ? EventKind.Held : EventKind.Unheld, line.Caller, "");
            return LegOutcome.Done;
        }
    }

    public bool Carry(Line line, bool lost)
    {
        lock (_gate)
        {
            if (!line.Orders.TryDequeue(out var order)) return false;
            if (lost) return true;
            if (order.Order is "move-in" or "move-in-again") Join(line, line.Caller, line.Alive);
            else if (order.Order == "take-out") Leave(line, line.Caller, "taken-out");
            else if (line.Operators.Find(o => o.Leg == order.Leg) is { } leg) End(line, leg, "completed");
            else if (line.Backs.Find(b => b.Leg == order.Leg) is { } back) Miss(line, back, "canceled");
            return true;
        }
    }

    public void HangUp(Line line)
    {
        lock (_gate)
        {
            if (!line.Alive) return;
            line.Alive = false;
            Leave(line, line.Caller, "participant_hung_up");
            if (line.Backs.Find(b => b.Leg == line.Caller) is { } back)
            {
                back.Alive = false;
                OfBack(line, back, EventKind.LegEnded, "completed");
                return;
            }
            line.Untold.Add(new CarrierFact(null, line.Caller, FactSide.Caller, EventKind.LegEnded, Next(), $"{line.Caller}/{EventKind.LegEnded}", Reason: "completed"));
        }
    }

    public bool Answer(Line line, OperatorLeg leg)
    {
        lock (_gate)
        {
            if (!leg.Alive || leg.Answered) return false;
            leg.Answered = true;
            OfLeg(line, leg, EventKind.LegAnswered, "in-progress");
            return true;
        }
    }

    public void Enter(Line line, OperatorLeg leg)
    {
        lock (_gate) Join(line, leg.Leg, leg.Alive);
    }

    public void End(Line line, OperatorLeg leg, string status)
    {
        lock (_gate)
        {
            if (!leg.Alive) return;
            leg.Alive = false;
            Leave(line, leg.Leg, "participant_hung_up");
            OfLeg(line, leg, EventKind.LegEnded, status);
        }
    }

    /// <summary>The next fact to tell: the oldest, second or newest untold, or one told before.</summary>
    public CarrierFact? Next(Line line, string how)
    {
        lock (_gate)
        {
            if (how == "twice") return line.Told.LastOrDefault();
            if (line.Untold.Count == 0) return null;
            var fact = how == "newest" ? line.Untold[^1] : line.Untold[how == "second" && line.Untold.Count > 1 ? 1 : 0];
            line.Untold.Remove(fact);
            line.Told.Add(fact);
            return fact;
        }
    }

    private void Join(Line line, LegId leg, bool alive)
    {
        if (!alive || line.Inside.Contains(leg)) return;
        if (line.Conference is null)
        {
            line.Conference = $"CF{(++_number).ToString(CultureInfo.InvariantCulture)}";
            OfConference(line, EventKind.ConferenceStarted, new LegId(""), "");
        }
        line.Inside.Add(leg);
        if (leg == line.Caller) line.Late = 0;
        OfConference(line, EventKind.Joined, leg, "");
        if (line.Inside.Contains(line.Caller)) line.Together.UnionWith(line.Operators.Where(o => line.Inside.Contains(o.Leg)).Select(o => o.Token));
    }

    private void Leave(Line line, LegId leg, string reason)
    {
        if (!line.Inside.Remove(leg)) return;
        OfConference(line, EventKind.Left, leg, reason);
        var others = line.Inside.ToArray();
        line.Inside.Clear();
        foreach (var other in others) OfConference(line, EventKind.Left, other, "conference_ended");
        OfConference(line, EventKind.ConferenceEnded, leg, "participant-left");
        line.Conference = null;
        // The caller's own document goes on; an operator's telephone has nothing more to do.
        foreach (var op in line.Operators.Where(o => others.Contains(o.Leg))) End(line, op, "completed");
    }

    private void OfLeg(Line line, OperatorLeg leg, string kind, string status) => line.Untold.Add(new CarrierFact(
        line.Call, leg.Leg, FactSide.Operator, kind, Next(), $"{leg.Leg}/{kind}", Reason: status, Operator: leg.Staff, Token: leg.Token));

    private void OfConference(Line line, string kind, LegId leg, string reason) => line.Untold.Add(new CarrierFact(
        line.Call, leg, FactSide.Conference, kind, Next(), $"{line.Conference}/{kind}/{leg}/{(++_number).ToString(CultureInfo.InvariantCulture)}", line.Conference, reason));

    // The carrier's stamps grow, whatever happens in one millisecond.
    private DateTimeOffset Next()
    {
        var now = TimeProvider.System.GetUtcNow();
        return _at = now > _at.AddMilliseconds(1) ? now : _at.AddMilliseconds(1);
    }
}
