using Hotline.Agent.Audit;
using Hotline.Agent.Session;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Staffing;
using Hotline.Core.Staffing.Sql;

namespace Hotline.Agent.Staffing;

/// <summary>What came of adding shifts.</summary>
internal abstract record RosterOutcome
{
    private RosterOutcome() { }

    public sealed record Added(IReadOnlyList<ShiftView> Shifts) : RosterOutcome;

    /// <summary>By field: what is allowed.</summary>
    public sealed record Refused(Dictionary<string, string[]> Errors) : RosterOutcome;

    public sealed record Overlapping(RosterConflict Conflict) : RosterOutcome;
}

/// <summary>Reads and changes rosters: rules, then store, then audit.</summary>
internal sealed class Rosters(
    ShiftStore shifts, StaffStore staff, DutyRoster duties, PolicyHours hours, NetworkOptions network, AuditTrail audit, TimeProvider clock)
{
    public async Task<RosterView> ReadAsync(string centre, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var all = await shifts.ListAsync(centre, from, to, stop); // Before the staff: then everybody who has a shift is among them.
        var members = (await staff.ListAsync(stop)).ToDictionary(m => m.Id);
        var people = members.Values.Where(m => m.Centre == centre && m.Enabled && Access.May(m.Who, Act.TakeCalls, Whose.Nobodys))
            .Select(m => new RosterPersonView(m.Id, m.DisplayName.Reveal(), [.. m.Skills.Select(SkillView.Of)]))
            .OrderBy(p => p.Name, StringComparer.Ordinal);
        return new RosterView(centre, from, to, network.TimeZone, hours.Skills, [.. people], [.. all.Select(s => ViewOf(s, members[s.Staff]))], Gaps(centre, all, members, from, to));
    }

    public async Task<IReadOnlyList<ShiftView>> OfAsync(StaffId id, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        await staff.FindAsync(id, stop) is { } member ? [.. (await shifts.OfAsync(id, from, to, stop)).Select(s => ViewOf(s, member))] : [];

    public async Task<RosterOutcome> AddAsync(string centre, IReadOnlyList<GivenShift>? given, int weeks, StaffId by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (ShiftRules.Check(given, weeks, hours.Skills, now) is { Count: > 0 } errors) return new RosterOutcome.Refused(errors);
        var members = (await staff.ListAsync(stop)).ToDictionary(m => m.Id);
        if (given!.Select((g, i) => (g.StaffId, i)).FirstOrDefault(g => !members.ContainsKey(g.StaffId!.Value)) is { StaffId: not null, i: var unknown })
            return Unknown(unknown);

        Shift[] wanted = [.. given!.SelectMany(g => ShiftRules.Weekly(g.StartsAt!.Value, g.EndsAt!.Value, weeks, network.Zone).Select(time =>
            new Shift(Guid.CreateVersion7(now), g.StaffId!.Value, centre, new Skill(g.Skill!), time.From, time.To, now, by)))];
        switch (await shifts.AddAsync(wanted, stop))
        {
            case AddShiftsOutcome.UnknownStaff gone:
                return Unknown(Array.FindIndex(wanted, s => s.Staff == gone.Staff) / weeks);
            case AddShiftsOutcome.Overlaps met:
                return new RosterOutcome.Overlapping(new RosterConflict($"shifts[{met.Index / weeks}]", wanted[met.Index].StartsAt,
                    ViewOf(met.Other, members[met.Other.Staff]), $"It overlaps another shift of hers: {met.Other}."));
        }
        duties.Forget();
        foreach (var first in wanted.Chunk(weeks).Select(each => each[0]))
            await audit.WriteAsync(by, "roster.add", $"staff/{first.Staff}", weeks == 1 ? $"{first}" : $"{first}, {weeks} weeks running", stop);
        return new RosterOutcome.Added([.. wanted.Select(s => ViewOf(s, members[s.Staff]))]);
    }

    public Task<Shift?> FindAsync(Guid id, CancellationToken stop) => shifts.FindAsync(id, stop);

    public async Task<bool> RemoveAsync(Shift shift, StaffId by, CancellationToken stop)
    {
        if (!await shifts.RemoveAsync(shift.Id, stop)) return false;
        duties.Forget();
        await audit.WriteAsync(by, "roster.remove", $"staff/{shift.Staff}", $"{shift}", stop);
        return true;
    }

    private IReadOnlyList<GapView> Gaps(string centre, IReadOnlyList<Shift> all, Dictionary<StaffId, StaffMember> members, DateTimeOffset from, DateTimeOffset to)
    {
        var now = clock.GetUtcNow();
        var begin = from > now ? from : now;
        if (all.Count == 0 || begin >= to) return [];
        Duty[] covered = [.. all.Select(s => ShiftRules.DutyOf(s, members[s.Staff], network.Zone)).OfType<Duty>()];
        return [.. hours.Skills.SelectMany(skill => Coverage.Gaps(new StaffedLane(centre, new Skill(skill)), covered, hours, begin, to))
            .Select(gap => new GapView(gap.Lane.Skill.Code, gap.From, gap.To))];
    }

    private ShiftView ViewOf(Shift shift, StaffMember member) => new(
        shift.Id.ToString("N"), shift.Staff, member.DisplayName.Reveal(), shift.Centre, shift.Skill.Code, shift.StartsAt, shift.EndsAt,
        [.. ShiftRules.Warnings(shift, member, network.Zone).Select(w => new ShiftWarningView(w, ShiftRules.Words(w)))]);

    private static RosterOutcome.Refused Unknown(int index) => new(new() { [$"shifts[{index}].staffId"] = ["Nobody has this id."] });
}
