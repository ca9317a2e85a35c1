using System.Diagnostics.Metrics;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Staffing;

/// <summary>
/// The alarms as last found. Meter <c>Hotline.Staffing</c>: <c>hotline.staffing.unstaffed</c> is 1 for a lane with an alarm and 0 for one without, by
/// <c>centre</c>, <c>skill</c> and <c>when</c> (<c>now</c>: nobody is there; <c>soon</c>: nobody follows).
/// </summary>
internal sealed class StaffingAlarms
{
    private volatile IReadOnlyList<StaffingAlarm> _told = [];
    private volatile IReadOnlyCollection<StaffedLane> _lanes = [];

    public StaffingAlarms(IMeterFactory meters) =>
        meters.Create("Hotline.Staffing").CreateObservableGauge("hotline.staffing.unstaffed", Measure, description: "Open lanes without anybody");

    public IReadOnlyList<StaffingAlarm> All => _told;

    public IEnumerable<StaffingAlarm> Of(string centre) => _told.Where(a => string.Equals(a.Lane.Centre, centre, StringComparison.Ordinal));

    public void Tell(IReadOnlyCollection<StaffedLane> lanes, IReadOnlyList<StaffingAlarm> alarms) => (_lanes, _told) = (lanes, alarms);

    private IEnumerable<Measurement<int>> Measure()
    {
        var (now, soon) = (Lanes(a => a.Kind != AlarmKind.NobodyFollows), Lanes(a => a.Kind == AlarmKind.NobodyFollows));
        return _lanes.SelectMany(lane => new[] { One(lane, "now", now), One(lane, "soon", soon) });
    }

    private HashSet<StaffedLane> Lanes(Func<StaffingAlarm, bool> which) => [.. _told.Where(which).Select(a => a.Lane)];

    private static Measurement<int> One(StaffedLane lane, string when, HashSet<StaffedLane> alarmed) =>
        new(alarmed.Contains(lane) ? 1 : 0, new("centre", lane.Centre), new("skill", lane.Skill.Code), new("when", when));
}
