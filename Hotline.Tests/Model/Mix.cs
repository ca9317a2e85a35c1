using FsCheck;
using FsCheck.Fluent;

namespace Hotline.Tests.Model;

/// <summary>Random scripts: how often which step comes, how many people play, how often steps are raced.</summary>
internal sealed class Mix
{
    // Weighted so that calls get through: most steps go on with what is there, the rest disturbs it.
    private static readonly (int Weight, string Verb, string How)[] Ordinary =
    [
        (14, "arrive", ""), (1, "arrive", "late"), (12, "enter", "legal"), (5, "enter", "psychological"), (4, "enter", "crisis"), (6, "beat", ""), (3, "crisis", ""), (2, "again", ""), (2, "hangup", ""),
        (3, "book", ""), (1, "stay", ""), (1, "dial", "refused"), (1, "dial", "lost"), (1, "dial", "unheard"), (8, "pick", ""), (1, "pick", "late"), (2, "miss", ""), (1, "order", "noted"), (1, "order", "failed"),
        (1, "arrive", "anew"), (1, "block", ""), (1, "block", "past"), (1, "unblock", ""), (1, "policy", ""), (1, "policy", "wide"), (1, "reconcile", ""),
        (1, "fire", "dial"), (3, "fire", "recall"), (1, "fire", "expire"), (1, "fire", "dial old"), (1, "fire", "recall old"), (1, "fire", "expire old"),
        (24, "tell", ""), (3, "tell", "second"), (6, "tell", "newest"), (4, "tell", "twice"), (14, "carry", ""), (1, "lose", ""),
        (4, "keep", ""), (1, "keep", "skills1"), (2, "keep", "skills2"), (1, "keep", "skills0"), (1, "keep", "phoneless"), (10, "ready", ""), (1, "break", ""), (1, "off", ""),
        (24, "accept", ""), (2, "accept", "old"), (1, "accept", "o1"), (1, "accept", "o2"), (1, "accept", "o3"), (1, "accept", "refused"), (1, "accept", "unknown"),
        (2, "decline", ""), (1, "decline", "old"), (1, "decline", "o1"), (1, "decline", "o2"),
        (24, "answer", ""), (1, "answer", "old"), (1, "reject", ""), (1, "reject", "old"), (1, "join", ""), (2, "join", "old"), (1, "join", "second"), (1, "join", "o1"), (1, "join", "o2"),
        (1, "failring", ""), (2, "failring", "old"), (3, "hold", ""), (1, "hold", "o1"), (1, "hold", "old"), (3, "unhold", ""), (3, "end", ""), (1, "end", "o2"), (1, "end", "old"),
        (1, "avoid", "o1"), (1, "avoid", "o2"), (1, "unavoid", "o1"), (1, "unavoid", "o2"), (1, "extend", ""), (1, "extend", "old"), (1, "risk", ""), (1, "risk", "o1"), (1, "risk", "old"), (6, "finish", ""), (1, "finish", "old"), (1, "finish", "o1"), (1, "finish", "o3"),
        (2, "fire", "offer"), (2, "fire", "ring"), (2, "fire", "movein"), (2, "fire", "caller"), (1, "fire", "endleg"), (2, "fire", "takeout"), (4, "fire", "widen"), (3, "fire", "unhold"), (3, "fire", "phones"), (1, "fire", "purge"), (2, "fire", "wrap"), (1, "fire", "lease"), (1, "fire", "rested"), (3, "fire", "debrief"),
        (1, "fire", "offer old"), (1, "fire", "ring old"), (1, "fire", "movein old"), (1, "fire", "caller old"), (1, "fire", "endleg old"), (1, "fire", "takeout old"), (1, "fire", "wrap old"), (1, "fire", "purge old"), (1, "fire", "widen old"), (1, "fire", "phones old"), (1, "fire", "lease old"), (1, "fire", "debrief old"),
        (1, "claim", "lease"), (1, "claim", "wrap"), (1, "claim", "offer"), (1, "claim", "ring"), (2, "wake", ""),
        (2, "raise", ""), (2, "acknowledge", "c1"), (2, "acknowledge", "c2"), (1, "acknowledge", "c3"), (1, "acknowledge", "alarm"), (1, "handback", "c1"), (1, "handback", "c2"), (1, "handback", "alarm"),
        (2, "close", "c1"), (1, "close", "c2"), (1, "close", "c3"), (1, "close", "alarm"), (3, "fire", "page"), (1, "fire", "page old"), (1, "claim", "page"), (2, "restore", ""),
        (8, "settle", ""), (1, "beats", ""), (1, "flush", ""),
    ];

    private const int Size = 10;

    private readonly Gen<Script> _scripts;

    /// <param name="timer">The one kind of timer that is fired stale, ten times as often; none: all.</param>
    public Mix(string? timer = null, int volleys = 140, int callers = 4, int operators = 3)
    {
        var steps = Ordinary.Where(o => timer is null || !o.How.EndsWith(" old", StringComparison.Ordinal) || o.How == timer + " old")
            .Select(o => (o.Weight * (timer is not null && o.How == timer + " old" ? 10 : 1), Of(o.Verb, o.How, callers, operators))).ToArray();
        var step = Gen.Frequency(steps);
        var together = step.Where(s => !s.Alone).ArrayOf(3).Select(s => (IReadOnlyList<Step>)s);
        var volley = Gen.Frequency((6, step.Select(s => (IReadOnlyList<Step>)[s])), (1, together));
        _scripts = volley.ArrayOf(volleys).Select(v => new Script([.. Opening(operators), .. v.SelectMany(Healed)]));
    }

    public Script Script(ulong seed) => _scripts.Sample(1, new Rnd(seed, (2 * seed) + 1), Size).Single();

    private static IEnumerable<IReadOnlyList<Step>> Opening(int operators) =>
        from o in Enumerable.Range(1, operators)
        from verb in new[] { "keep", "ready" }
        select (IReadOnlyList<Step>)[new Step('A', verb, $"o{o}", "")];

    // After a wipe everybody is heard of within seconds: in any order, and other things happen in between, but they are.
    private static IEnumerable<IReadOnlyList<Step>> Healed(IReadOnlyList<Step> volley) =>
        volley is [{ Verb: "flush" } flush] ? [volley, [flush with { Host = flush.Host == 'A' ? 'B' : 'A', Verb = "beats" }]] : [volley];

    private static Gen<Step> Of(string verb, string how, int callers, int operators)
    {
        var who = Step.Verbs[verb].Who;
        if (verb is "fire" or "claim") who = how.StartsWith("wrap", StringComparison.Ordinal) || how.StartsWith("lease", StringComparison.Ordinal) || how.StartsWith("debrief", StringComparison.Ordinal) || how == "rested" ? "o" : "c";
        return from host in Gen.Elements('A', 'B')
               from n in Gen.Choose(1, who == "c" ? callers : operators)
               from phone in verb is "answer" or "reject" or "failring" && how.Length == 0 ? Gen.Choose(0, 9) : Gen.Constant(0)
               select new Step(host, verb, who.Length == 0 ? "" : who + (phone > 7 ? phone : n), how);
    }
}
