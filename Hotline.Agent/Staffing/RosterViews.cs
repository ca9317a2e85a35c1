using Hotline.Agent.Session;
using Hotline.Core.Staff;
using Hotline.Core.Staffing;

namespace Hotline.Agent.Staffing;

/// <summary>A centre's roster in a time. Instants are UTC; days are those of <paramref name="TimeZone"/>.</summary>
/// <param name="People">Who of the centre takes calls, by name.</param>
/// <param name="Gaps">Times to come in which a lane is open and nobody who holds its skill is rostered; empty for a centre that keeps no roster.</param>
public sealed record RosterView(
    string Centre, DateTimeOffset From, DateTimeOffset To, string TimeZone, IReadOnlyList<string> Skills,
    IReadOnlyList<RosterPersonView> People, IReadOnlyList<ShiftView> Shifts, IReadOnlyList<GapView> Gaps);

public sealed record RosterPersonView(StaffId Id, string Name, IReadOnlyList<SkillView> Skills);

public sealed record ShiftView(
    string Id, StaffId StaffId, string Name, string Centre, string Skill, DateTimeOffset StartsAt, DateTimeOffset EndsAt, IReadOnlyList<ShiftWarningView> Warnings);

/// <summary>Why the shift will not put her into the lane, or not to its end.</summary>
public sealed record ShiftWarningView(ShiftWarning Code, string Message);

public sealed record GapView(string Skill, DateTimeOffset From, DateTimeOffset To);

/// <summary>Shifts to add, all or none.</summary>
/// <param name="Centre">Left out: one's own.</param>
/// <param name="Weeks">How many weeks running each is to stand, at the same time of day; left out: once.</param>
public sealed record AddShifts(string? Centre, IReadOnlyList<GivenShift>? Shifts, int? Weeks);

/// <summary>Nothing was added: a shift overlaps another one of the same person and skill.</summary>
/// <param name="Path">Which of those given, e.g. <c>shifts[0]</c>.</param>
/// <param name="StartsAt">When the refused shift would have begun: with several weeks, which of them.</param>
/// <param name="Other">The shift in its way.</param>
public sealed record RosterConflict(string Path, DateTimeOffset StartsAt, ShiftView Other, string Message);
