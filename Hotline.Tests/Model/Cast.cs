using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using static Hotline.Tests.Model.LiveReading;

namespace Hotline.Tests.Model;

/// <summary>Who plays: the callers c1…, the operators o1…, and what each of them has been given so far.</summary>
internal sealed class Cast
{
    private static readonly SkillLevel[][] Skilled =
    [
        [new(Skill.Legal, 1)],
        [new(Skill.Legal, 3), new(Skill.Psychological, 2)],
        [new(Skill.Crisis, 1), new(Skill.Psychological, 1), new(Skill.Legal, 2)],
    ];

    private const string Telephone = "sip:desk@desk.test";

    /// <summary>The duty telephones, o8 and o9: rung by the routing itself; they have no console.</summary>
    public static readonly StaffId[] Phones = [.. "89".Select(n => new StaffId(Guid.ParseExact(new string(n, 32), "N")))];

    private readonly Dictionary<string, Caller> _callers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Operator> _operators = new(StringComparer.Ordinal);
    private readonly List<string> _timers = [];
    private static int _legs;

    public sealed class Caller
    {
        public required Exchange.Line Line { get; init; }
        public CallTicket? Ticket { get; set; }
        public Skill Skill { get; set; } = Skill.Legal;

        /// <summary>She has been given a place: her later requests come from the loop.</summary>
        public bool Entered { get; set; }
    }

    public sealed class Operator
    {
        public required StaffId Staff { get; init; }
        public SkillLevel[] Skills { get; set; } = [];
        public List<(CallId Call, long Token)> Offers { get; } = [];
        public bool Phone { get; init; }
        public string? Endpoint { get; set; } = Telephone;
    }

    public IEnumerable<Caller> Callers => _callers.Values;

    /// <summary>All lines, also of callers who have dialled again since.</summary>
    public List<Exchange.Line> Lines { get; } = [];

    public IReadOnlyDictionary<string, Operator> Operators => _operators;

    /// <summary>The caller on her present leg; a new leg once the last has ended.</summary>
    public Caller Dials(string name, Exchange exchange)
    {
        if (_callers.TryGetValue(name, out var caller) && caller.Line.Alive) return caller;
        var leg = new LegId($"caller{Interlocked.Increment(ref _legs)}");
        var line = exchange.Dial(name, leg);
        Lines.Add(line);
        return _callers[name] = new Caller { Line = line };
    }

    public Caller? Calling(string name) => _callers.GetValueOrDefault(name) is { Ticket: not null } caller ? caller : null;

    public Operator Sits(string name)
    {
        if (_operators.TryGetValue(name, out var op)) return op;
        if (name[1] >= '8') return _operators[name] = new Operator { Staff = Phones[name[1] - '8'], Phone = true };
        return _operators[name] = new Operator { Staff = StaffId.New(TimeProvider.System), Skills = Skilled[(name[1] - '1') % Skilled.Length] };
    }

    public static void Learn(Operator op, string how)
    {
        op.Skills = how switch { "skills0" => [], "skills1" => [new(Skill.Crisis, 2)], "skills2" => [new(Skill.Legal, 1)], _ => op.Skills };
        op.Endpoint = how == "phoneless" ? null : Telephone;
    }

    /// <summary>Which offer a step of this operator is about: her present one, an earlier one, or another's.</summary>
    public (CallId Call, long Token)? Offer(string name, string how, LiveReading live)
    {
        var op = Sits(name);
        if (how.Length == 2) return _operators.ContainsKey(how) && how != name ? Offer(how, "", live) : null;
        var present = live.Desks.TryGetValue(op.Staff.ToString(), out var desk) && CallId.TryParse(Text(desk, "call"), out var call)
            ? ((CallId, long)?)(call, (long)Number(desk, "token")) : null;
        if (how != "old") return present;
        var earlier = op.Offers.FindLastIndex(o => o != present);
        return earlier < 0 ? null : op.Offers[earlier];
    }

    /// <summary>The timer of this kind about this person: one that is set, or one that was set once and is not any more.</summary>
    public string? Timer(string kind, string who, bool old, LiveReading live)
    {
        var id = who[0] == 'c' ? Calling(who)?.Ticket!.Call.ToString() : Sits(who).Staff.ToString();
        if (id is null) return null;
        bool About(string entry) => entry == $"{kind}|{id}" || entry.StartsWith($"{kind}|{id}{(kind == "page" ? '.' : '|')}", StringComparison.Ordinal);
        return old ? _timers.FindLast(t => About(t) && !live.Timers.Contains(t)) : live.Timers.FirstOrDefault(About);
    }

    /// <summary>What everybody's console and every host has seen by now.</summary>
    public void Saw(LiveReading live)
    {
        foreach (var entry in live.Timers.Except(_timers).ToArray()) _timers.Add(entry);
        foreach (var (name, op) in _operators)
            if (Offer(name, "", live) is { } offer && !op.Offers.Contains(offer)) op.Offers.Add(offer);
    }
}
