using Hotline.Core.Crisis;
using Hotline.Core.Staff;

namespace Hotline.Agent.Crisis;

/// <summary>The open escalations as this host knows them, and since when each one is as it is: so that a console is told what it does not know yet.</summary>
/// <param name="Version">Greater each time something changed; near the time in milliseconds, so that a host that has started again does not count behind itself.</param>
/// <param name="At">When it was read.</param>
/// <param name="Closed">Those of the last <see cref="Remembered"/>.</param>
/// <param name="Horizon">Which ones were closed before this version is forgotten: whoever knows less must be told everything.</param>
internal sealed record CrisisPicture(
    long Version, DateTimeOffset At, IReadOnlyDictionary<EscalationId, Shown> Open, IReadOnlyList<ClosedOne> Closed, long Horizon,
    IReadOnlyDictionary<StaffId, string> Names, bool Degraded)
{
    /// <summary>Of a host that has read nothing yet.</summary>
    public static readonly CrisisPicture None = new(0, DateTimeOffset.MinValue, new Dictionary<EscalationId, Shown>(), [], 0, new Dictionary<StaffId, string>(), Degraded: true);

    /// <summary>Several times as long as a console takes to look again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    /// <summary>The live state cannot be reached: what was known last stays.</summary>
    public CrisisPicture Blind() => Degraded ? this : this with { Version = Version + 1, Degraded = true };

    public CrisisPicture Next(CrisisReading reading, IReadOnlyDictionary<StaffId, string> names)
    {
        var version = Math.Max(Version + 1, reading.At.ToUnixTimeMilliseconds());
        var open = reading.Escalations.ToDictionary(e => e.Id, e =>
            Open.TryGetValue(e.Id, out var shown) && ReferenceEquals(shown.Escalation, e) && AlikeNamed(e, names) ? shown : new Shown(e, version));
        ClosedOne[] gone = [.. Open.Values.Where(s => !open.ContainsKey(s.Escalation.Id)).Select(s => new ClosedOne(s.Escalation.Id, version))];
        if (Version > 0 && !Degraded && gone.Length == 0 && open.Values.All(s => s.Since < version)) return this with { At = reading.At, Names = names };
        var old = version - (long)Remembered.TotalMilliseconds;
        var horizon = Closed.Where(c => c.Since <= old).Select(c => c.Since).Append(Horizon).Max();
        return new CrisisPicture(version, reading.At, open, [.. Closed.Where(c => c.Since > old), .. gone], horizon, names, Degraded: false);
    }

    /// <summary>To whom some of what changed since then is shown otherwise than to her colleagues.</summary>
    public IReadOnlySet<StaffId> Concerned(long since) => Open.Values.Where(s => s.Since > since)
        .SelectMany(s => new[] { s.Escalation.RaisedBy, s.Escalation.Operator, Holder(s.Escalation) }).OfType<StaffId>().ToHashSet();

    public static IEnumerable<StaffId?> People(OpenEscalation e) =>
        [e.RaisedBy, e.Operator, Holder(e), .. e.Rescues.Select(r => r.By), .. e.Helpers.Select(h => (StaffId?)h.Staff)];

    private static StaffId? Holder(OpenEscalation e) => StaffId.TryParse(e.AckBy, out var holder) ? holder : null;

    private bool AlikeNamed(OpenEscalation e, IReadOnlyDictionary<StaffId, string> names) =>
        ReferenceEquals(names, Names) || People(e).OfType<StaffId>().All(p => Names.GetValueOrDefault(p) == names.GetValueOrDefault(p));
}

/// <param name="Since">The version of the picture that first showed it so.</param>
internal sealed record Shown(OpenEscalation Escalation, long Since);

/// <summary>One that is open no more.</summary>
internal sealed record ClosedOne(EscalationId Id, long Since);
