using Hotline.Agent.Hub;
using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Staffing;

/// <summary>
/// Compares the roster, the hours and who is at a desk, every <see cref="Pause"/>: an unstaffed lane is seen before a caller comes into it. What is
/// found of the present is told only when it is found twice running: a console that is being loaded again is no empty desk.
/// </summary>
internal sealed class StaffingWatch(
    DutyRoster roster, Desks desks, PolicyHours hours, RoutingOptions routing, StaffingAlarms alarms, BoardPushes boards,
    TimeProvider clock, ILogger<StaffingWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private IReadOnlyList<StaffingAlarm> _found = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                AgentLog.WorkFailed(log, "Watching the staffing", e.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (await desks.ReadPresentAsync() is not { } present) return; // What was found last stands; the board says that it is old.
        var (duties, rostered) = await roster.ReadAsync(stop);
        var lanes = hours.Lanes;
        var picture = new StaffingPicture(lanes, rostered, duties, present.SelectMany(LanesOf).ToHashSet(), hours);

        var before = _found;
        _found = Coverage.Alarms(picture, clock.GetUtcNow(), TimeSpan.FromMinutes(routing.UnstaffedWarningMinutes), before);
        StaffingAlarm[] told = [.. _found.Where(a => a.Kind == AlarmKind.NobodyFollows || before.Contains(a))];
        var (raised, over) = (told.Except(alarms.All).ToList(), alarms.All.Except(told).ToList());
        alarms.Tell(lanes, told);
        raised.ForEach(a => StaffingLog.Raised(log, a.Lane, a.Kind, a.At));
        over.ForEach(a => StaffingLog.Over(log, a.Lane, a.Kind));
        if (raised.Count + over.Count > 0) boards.Changed();
    }

    private static IEnumerable<StaffedLane> LanesOf(Desk desk) =>
        from skill in desk.Skills.Split(',', StringSplitOptions.RemoveEmptyEntries)
        select new StaffedLane(desk.Centre, new Skill(skill.Split(':')[0]));
}
