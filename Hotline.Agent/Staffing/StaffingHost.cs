using Hotline.Core.Staffing;

namespace Hotline.Agent.Staffing;

internal static class StaffingHost
{
    public static IServiceCollection AddStaffing(this IServiceCollection services) => services.AddRoster()
        .AddSingleton<DutyRoster>().AddSingleton<StaffingAlarms>().AddSingleton<Rosters>()
        .AddHostedService<StaffingWatch>();
}
