namespace Hotline.Tests.Model;

/// <summary>One command of a script: the host that takes it (A or B), what, of whom, and in what variant. Written <c>A accept o1 old</c>.</summary>
internal sealed record Step(char Host, string Verb, string Who, string How)
{
    /// <summary>Verb → whom it is about (caller, operator, nobody) and its variants; the first is the ordinary one.</summary>
    public static readonly IReadOnlyDictionary<string, (string Who, string[] How)> Verbs = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        // The caller and her leg. A caller whose leg has ended and who dials again is a new call.
        ["arrive"] = ("c", ["", "late", "anew"]),
        ["enter"] = ("c", ["legal", "psychological", "crisis"]),
        ["beat"] = ("c", [""]),
        ["crisis"] = ("c", [""]),
        ["again"] = ("c", [""]),
        ["hangup"] = ("c", [""]),
        ["avoid"] = ("c", ["o1", "o2", "o3"]),
        ["unavoid"] = ("c", ["o1", "o2", "o3"]),
        // She books a call-back, or stays after all; the next order to dial her is refused, lost, or its answer is; she takes it (late: it had ended) or does
        // not; what became of an earlier order is learned.
        ["book"] = ("c", [""]),
        ["stay"] = ("c", [""]),
        ["dial"] = ("c", ["refused", "lost", "unheard"]),
        ["pick"] = ("c", ["", "late"]),
        ["miss"] = ("c", [""]),
        ["order"] = ("c", ["noted", "failed"]),
        // Her number is blocked for a while, or was until a moment ago.
        ["block"] = ("c", ["", "past"]),
        ["unblock"] = ("c", [""]),
        // The carrier: tells its oldest untold fact, the second oldest, the newest, one told before; carries out an order given to it, or the order was lost with its host.
        ["tell"] = ("c", ["", "second", "newest", "twice"]),
        ["carry"] = ("c", [""]),
        ["lose"] = ("c", [""]),
        // The operator (o1…o7), her console and her telephone; a duty telephone (o8, o9). old: with what an earlier offer gave her; o1…: with what another operator was given.
        ["keep"] = ("o", ["", "skills1", "skills2", "skills0", "phoneless"]),
        ["ready"] = ("o", [""]),
        ["break"] = ("o", [""]),
        ["off"] = ("o", [""]),
        ["accept"] = ("o", ["", "old", "o1", "o2", "o3", "refused", "unknown"]),
        ["decline"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["answer"] = ("o", ["", "old"]),
        ["reject"] = ("o", ["", "old"]),
        ["join"] = ("o", ["", "old", "o1", "o2", "o3", "second"]),
        ["failring"] = ("o", ["", "old"]),
        ["hold"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["unhold"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["end"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["finish"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["extend"] = ("o", ["", "old", "o1", "o2", "o3"]),
        ["risk"] = ("o", ["", "old", "o1", "o2", "o3"]),
        // An escalation, of a caller's present call or, an alarm, of none.
        ["raise"] = ("o", [""]),
        ["acknowledge"] = ("o", ["c1", "c2", "c3", "c4", "alarm"]),
        ["handback"] = ("o", ["c1", "c2", "c3", "c4", "alarm"]),
        ["close"] = ("o", ["c1", "c2", "c3", "c4", "alarm"]),
        // Timers, whenever a host gets to them: early, late, twice. old: an entry that was seen once.
        ["fire"] = ("co", ["offer", "ring", "movein", "caller", "endleg", "takeout", "purge", "widen", "unhold", "phones", "dial", "recall", "expire", "wrap", "lease", "rested", "debrief", "page", "page old",
            "offer old", "ring old", "movein old", "caller old", "endleg old", "takeout old", "purge old", "widen old", "unhold old", "phones old", "dial old", "recall old", "expire old", "wrap old", "lease old", "debrief old"]),
        // A timer runs out and a host claims it, and is paused before it fires; it wakes.
        ["claim"] = ("co", ["lease", "wrap", "offer", "ring", "page"]),
        ["wake"] = ("", [""]),
        // A host has read another policy; a host compares the live state with itself.
        ["policy"] = ("", ["", "wide"]),
        ["reconcile"] = ("", [""]),
        // The live state is wiped; every console and every waiting caller is heard of; what is told and ordered is told and done. The record gives back
        // what escalations it has open.
        ["flush"] = ("", [""]),
        ["beats"] = ("", [""]),
        ["settle"] = ("", [""]),
        ["restore"] = ("", [""]),
    };

    public bool Old => How.EndsWith("old", StringComparison.Ordinal);

    /// <summary>Steps that are never raced with others.</summary>
    public bool Alone => Verb is "flush" or "beats" or "settle" || How == "purge" || (Verb == "keep" && How.Length > 0);

    /// <exception cref="FormatException">Says what is wrong and what is allowed.</exception>
    public static Step Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[0] is not ("A" or "B")) throw new FormatException($"'{text.Trim()}' is not a step: host A or B, then a verb.");
        if (!Verbs.TryGetValue(words[1], out var verb)) throw new FormatException($"'{text.Trim()}': no such verb; allowed: {string.Join(' ', Verbs.Keys)}.");
        var named = verb.Who.Length > 0;
        var who = named && words.Length > 2 ? words[2] : "";
        if (named && (who.Length != 2 || !verb.Who.Contains(who[0], StringComparison.Ordinal) || who[1] is < '1' or > '9'))
            throw new FormatException($"'{text.Trim()}': {words[1]} is about {string.Join(" or ", verb.Who.Select(w => w + "1…" + w + "9"))}.");
        var how = string.Join(' ', words.Skip(named ? 3 : 2));
        if (!verb.How.Contains(how)) throw new FormatException($"'{text.Trim()}': {words[1]} may be followed by {string.Join(", ", verb.How.Select(h => h.Length == 0 ? "nothing" : h))}.");
        return new Step(words[0][0], words[1], who, how);
    }

    public override string ToString() => string.Join(' ', new[] { Host.ToString(), Verb, Who, How }.Where(w => w.Length > 0));
}
