using System.Text.Json.Serialization;
using Hotline.Core.Staff;

namespace Hotline.Core.Staffing;

/// <summary>The time in which the roster puts somebody who holds the skill into the lane.</summary>
public sealed record Duty(string Centre, Skill Skill, DateTimeOffset From, DateTimeOffset To);

/// <summary>A centre and a skill: what is staffed or not, whatever the levels.</summary>
public readonly record struct StaffedLane(string Centre, Skill Skill)
{
    public override string ToString() => $"{Centre}/{Skill.Code}";
}

/// <summary>An open lane without anybody in the roster.</summary>
public sealed record Gap(StaffedLane Lane, DateTimeOffset From, DateTimeOffset To);

/// <summary>What is wrong with a lane's staffing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlarmKind>))]
public enum AlarmKind
{
    /// <summary>The lane is open, nobody is at a desk with its skill, and nobody is rostered.</summary>
    NobodyNow,

    /// <summary>The lane is open and somebody is rostered, but nobody is at a desk with its skill.</summary>
    NobodyCame,

    /// <summary>Soon the lane will be open without anybody in the roster: a shift ends and nobody follows, or it opens unstaffed.</summary>
    NobodyFollows,
}

/// <param name="At">When it will begin (<see cref="AlarmKind.NobodyFollows"/>); of the others, since when it has been seen.</param>
public sealed record StaffingAlarm(AlarmKind Kind, StaffedLane Lane, DateTimeOffset At);

/// <summary>What the alarms are judged from.</summary>
/// <param name="Lanes">Every lane there is.</param>
/// <param name="Rostered">The centres that keep a roster. Of the others nothing can be foreseen.</param>
/// <param name="Duties">The roster from an hour ago until <see cref="Coverage.LeadMost"/> ahead, at least.</param>
/// <param name="Present">The lanes somebody is at a desk for: any state but off.</param>
public sealed record StaffingPicture(
    IReadOnlyCollection<StaffedLane> Lanes, IReadOnlySet<string> Rostered, IReadOnlyCollection<Duty> Duties, IReadOnlySet<StaffedLane> Present, ICentreHours Hours);

/// <summary>Who is there when a caller comes, and who will be. Pure.</summary>
public static class Coverage
{
    public static readonly TimeSpan LeadMost = TimeSpan.FromHours(2);

    /// <summary>People sit down a little after their shift begins.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>The times between two instants in which a lane is open and nobody is in the roster for it, in order.</summary>
    public static IReadOnlyList<Gap> Gaps(StaffedLane lane, IEnumerable<Duty> duties, ICentreHours hours, DateTimeOffset from, DateTimeOffset to)
    {
        List<Gap> gaps = [];
        var own = duties.Where(d => d.Centre == lane.Centre && d.Skill == lane.Skill && d.From < to && d.To > from).OrderBy(d => d.From).ToList();
        foreach (var (opens, closes) in OpenTimes(lane.Centre, hours, from, to))
        {
            var covered = opens;
            foreach (var duty in own)
            {
                if (duty.From >= closes) break;
                if (duty.From > covered) gaps.Add(new Gap(lane, covered, duty.From));
                if (duty.To > covered) covered = duty.To;
            }
            if (covered < closes) gaps.Add(new Gap(lane, covered, closes));
        }
        return gaps;
    }

    /// <summary>Every lane's alarm, at most one of each time: what is wrong now, and what will be within <paramref name="lead"/>.</summary>
    /// <param name="before">The alarms last told: what goes on keeps its beginning.</param>
    public static IReadOnlyList<StaffingAlarm> Alarms(StaffingPicture picture, DateTimeOffset now, TimeSpan lead, IReadOnlyCollection<StaffingAlarm> before) =>
        [.. picture.Lanes.SelectMany(lane => AlarmsOf(lane, picture, now, lead, before))];

    private static IEnumerable<StaffingAlarm> AlarmsOf(
        StaffedLane lane, StaffingPicture picture, DateTimeOffset now, TimeSpan lead, IReadOnlyCollection<StaffingAlarm> before)
    {
        if (picture.Hours.IsOpen(lane.Centre, now) && !picture.Present.Contains(lane))
        {
            var on = picture.Duties.Where(d => d.Centre == lane.Centre && d.Skill == lane.Skill && d.From <= now && now < d.To).ToList();
            if (on.Count == 0) yield return Since(AlarmKind.NobodyNow, lane, now, before);
            else if (now - on.Min(d => d.From) >= Grace) yield return Since(AlarmKind.NobodyCame, lane, now, before);
        }
        if (!picture.Rostered.Contains(lane.Centre)) yield break;
        // One that has begun already is a matter of who is there now.
        var ahead = Gaps(lane, picture.Duties, picture.Hours, now, now + lead).FirstOrDefault(gap => gap.From > now);
        if (ahead is not null) yield return new StaffingAlarm(AlarmKind.NobodyFollows, lane, ahead.From);
    }

    private static StaffingAlarm Since(AlarmKind kind, StaffedLane lane, DateTimeOffset now, IReadOnlyCollection<StaffingAlarm> before) =>
        before.FirstOrDefault(a => a.Kind == kind && a.Lane == lane) ?? new StaffingAlarm(kind, lane, now);

    private static IEnumerable<(DateTimeOffset Opens, DateTimeOffset Closes)> OpenTimes(string centre, ICentreHours hours, DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from; at < to;)
        {
            var next = hours.NextChange(centre, at) is { } change && change < to ? change : to;
            if (hours.IsOpen(centre, at)) yield return (at, next);
            at = next;
        }
    }
}
