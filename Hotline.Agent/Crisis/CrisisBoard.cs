using Hotline.Agent.Hub;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Agent.Crisis;

/// <summary>The open escalations as this host last read them, and what of them each person sees. While the live state cannot be reached: the last ones.</summary>
internal sealed class CrisisBoard(Escalations escalations, RoutingPolicies policies, StaffNames names, NetworkOptions network, TimeProvider clock) : IDisposable
{
    /// <summary>Longer than <see cref="CrisisPushes"/> waits between its readings.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(6);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile CrisisPicture _last = CrisisPicture.None;
    private long _begun;

    public void Dispose() => _reading.Dispose();

    /// <summary>As it is now. Of many who ask at once each gets a reading that began after she asked, and shares it with the others.</summary>
    public async Task<CrisisPicture> ReadAsync(CancellationToken stop)
    {
        var asked = clock.GetTimestamp();
        await _reading.WaitAsync(stop);
        try
        {
            if (_begun > asked) return _last;
            var begun = clock.GetTimestamp();
            var reading = await escalations.ReadAsync();
            _last = reading is null ? _last.Blind() : _last.Next(reading, await names.NamingAsync(reading.Escalations.SelectMany(CrisisPicture.People), stop));
            Volatile.Write(ref _begun, begun);
            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>As this host last read it, which it does at every hint and every few seconds.</summary>
    public Task<CrisisPicture> RecentAsync(CancellationToken stop) =>
        clock.GetElapsedTime(Volatile.Read(ref _begun)) < Recent ? Task.FromResult(_last) : ReadAsync(stop);

    /// <summary>One escalation; read anew when it is not among the last ones. Null also when the live state is away and it was never seen.</summary>
    public async Task<OpenEscalation?> FindAsync(EscalationId id, CancellationToken stop) =>
        (_last.Open.GetValueOrDefault(id) ?? (await ReadAsync(stop)).Open.GetValueOrDefault(id))?.Escalation;

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

    /// <summary>What decides, besides the escalations themselves, which she sees and how: when it changes, changes alone no longer tell her everything.</summary>
    public string SeenBy(StaffMember member)
    {
        var who = WhoOf(member);
        return $"{policies.Current.Version} {who.Centre} {who.HasCrisisSkill} {string.Join(' ', who.Roles.Order())}";
    }

    public CrisisSnapshot ViewFor(Who who, CrisisPicture picture) =>
        new(picture.Version, AtOf(picture), Views(who, picture, since: -1), picture.Degraded, policies.Current.Map.DutyPhoneOf(who.Centre));

    /// <summary>
    /// What changed since a version that is not before the picture's <see cref="CrisisPicture.Horizon"/>. One that she does not see is told as closed: it may
    /// have been hers until then.
    /// </summary>
    public CrisisChange ChangeFor(Who who, CrisisPicture picture, long since)
    {
        var views = Views(who, picture, since);
        var seen = views.Select(v => v.Id).ToHashSet(StringComparer.Ordinal);
        var closed = picture.Closed.Where(c => c.Since > since).Select(c => c.Id)
            .Concat(picture.Open.Values.Where(s => s.Since > since).Select(s => s.Escalation.Id)).Select(id => id.Value).Where(id => !seen.Contains(id));
        return new(since, picture.Version, AtOf(picture), views, [.. closed], picture.Degraded);
    }

    private List<EscalationView> Views(Who who, CrisisPicture picture, long since)
    {
        var now = clock.GetUtcNow();
        var views = from s in picture.Open.Values
                    where s.Since > since
                    let e = s.Escalation
                    let chain = policies.Current.Map.ChainOf(e.Centre)
                    where chain.Contains(who.Centre) || IsHers(e, who)
                    orderby e.State, e.RaisedAt
                    select ViewOf(e, who, chain, picture.Names, now);
        return [.. views];
    }

    private DateTimeOffset AtOf(CrisisPicture picture) => picture.At == DateTimeOffset.MinValue ? clock.GetUtcNow() : picture.At;

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
