using Hotline.Agent.Hub;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Crisis;

/// <summary>The open escalations as this host last read them, and what of them each person sees. While the live state cannot be reached: the last ones.</summary>
internal sealed class CrisisBoard(Escalations escalations, RoutingPolicies policies, StaffNames names, NetworkOptions network, TimeProvider clock)
{
    private volatile CrisisPicture _last = new(new CrisisReading(DateTimeOffset.MinValue, []), new Dictionary<StaffId, string>(), Degraded: true);

    public async Task<CrisisPicture> ReadAsync(CancellationToken stop)
    {
        var reading = await escalations.ReadAsync();
        return _last = reading is null ? _last with { Degraded = true } : new CrisisPicture(reading, await names.NamingAsync(reading.Escalations.SelectMany(People), stop), Degraded: false);
    }

    /// <summary>One escalation; read anew when it is not among the last ones. Null also when the live state is away and it was never seen.</summary>
    public async Task<OpenEscalation?> FindAsync(EscalationId id, CancellationToken stop) =>
        _last.Reading.Escalations.FirstOrDefault(e => e.Id == id) ?? (await ReadAsync(stop)).Reading.Escalations.FirstOrDefault(e => e.Id == id);

    /// <summary>With what the record says of her skills today.</summary>
    public Who WhoOf(StaffMember member) =>
        member.Who with { HasCrisisSkill = member.SkillsOn(network.DayOf(clock.GetUtcNow())).Any(s => s.Skill == Skill.Crisis) };

    /// <summary>Whether an escalation of this centre is a matter of hers: of her own centre, or of one under it.</summary>
    public bool Concerns(string centre, Who who) => policies.Current.Map.ChainOf(centre).Contains(who.Centre);

    public bool MayAnswer(OpenEscalation e, Who who) =>
        Access.May(who, Act.AnswerCrisis, new Whose(null, Concerns(e.Centre, who) ? who.Centre : e.Centre));

    /// <summary>She raised it, or it is about the call she has, which may be another centre's: then she sees it, whatever her centre.</summary>
    public static bool IsHers(OpenEscalation e, Who who) =>
        e.RaisedBy == who.Id || (e.Operator == who.Id && e.CallState is (CallState.Offered or CallState.Ringing or CallState.Connected or CallState.Held or CallState.WrapUp));

    public CrisisSnapshot ViewFor(Who who, CrisisPicture picture)
    {
        var now = clock.GetUtcNow();
        var views = from e in picture.Reading.Escalations
                    let chain = policies.Current.Map.ChainOf(e.Centre)
                    where chain.Contains(who.Centre) || IsHers(e, who)
                    orderby e.State, e.RaisedAt
                    select ViewOf(e, who, chain, picture.Names, now);
        var at = picture.Reading.At == DateTimeOffset.MinValue ? now : picture.Reading.At;
        return new CrisisSnapshot(at.ToUnixTimeMilliseconds(), at, [.. views], picture.Degraded, policies.Current.Map.DutyPhoneOf(who.Centre));
    }

    private static IEnumerable<StaffId> People(OpenEscalation e)
    {
        StaffId?[] named = [e.RaisedBy, e.Operator, StaffId.TryParse(e.AckBy, out var holder) ? holder : null, .. e.Rescues.Select(r => r.By), .. e.Helpers.Select(h => (StaffId?)h.Staff)];
        return named.OfType<StaffId>();
    }

    /// <summary>A person's name, or an on-call person's by the policy, or what is known of her.</summary>
    public string? NameOf(string? who, IReadOnlyDictionary<StaffId, string> known) => who switch
    {
        null => null,
        _ when StaffId.TryParse(who, out var staff) => known.GetValueOrDefault(staff) ?? who[..8],
        // By the policy and not by the ladder of this moment: her hours may be over by now.
        _ => policies.Current.Policy.Crisis.OnCall.FirstOrDefault(p => p.Id == who)?.Name ?? who,
    };

    private EscalationView ViewOf(OpenEscalation e, Who who, IReadOnlyList<string> chain, IReadOnlyDictionary<StaffId, string> known, DateTimeOffset now)
    {
        string? Name(StaffId? staff) => NameOf(staff?.ToString(), known);
        return new EscalationView(
            e.Id.Value, e.Call, e.Centre, e.Skill, e.MaskedNumber, e.State, e.Causes, Name(e.RaisedBy), e.RaisedAt, e.Level, e.Round, e.NextAt,
            PagingRules.Pages(e, who, chain), e.AckBy == who.Id.ToString(), NameOf(e.AckBy, known), e.AckAt, e.AckHow == "telephone", e.CallState, Name(e.Operator),
            [.. e.Rescues.Select(r => new RescueView(r.Number, r.Service, r.Step, r.At, r.DueAt, r.Overdue || (r.DueAt < now && r.Open), Name(r.By)))],
            [.. e.Helpers.Select(h => new HelperView(Name(h.Staff)!, h.Mode, h.In))]);
    }
}

/// <summary>One reading and the names for it.</summary>
internal sealed record CrisisPicture(CrisisReading Reading, IReadOnlyDictionary<StaffId, string> Names, bool Degraded)
{
    /// <summary>What of it may be shown: when it stays, nothing need be sent.</summary>
    public string Mark => $"{Degraded} " + string.Join(' ', Reading.Escalations.OrderBy(e => e.Id.Value, StringComparer.Ordinal).Select(e => $"{e.Id} {e.Version} {e.CallState} {e.Operator} {string.Join(' ', e.Helpers)}"));

    /// <summary>To whom some of it is shown otherwise than to her colleagues.</summary>
    public IReadOnlySet<StaffId> Concerned => Reading.Escalations
        .SelectMany(e => new[] { e.RaisedBy, e.Operator, StaffId.TryParse(e.AckBy, out var holder) ? (StaffId?)holder : null }).OfType<StaffId>().ToHashSet();
}
