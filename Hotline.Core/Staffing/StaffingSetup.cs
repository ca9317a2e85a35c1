using Hotline.Core.Staffing.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Core.Staffing;

public static class StaffingSetup
{
    /// <summary>The roster's store and the hours it is measured by. Needs storage and routing.</summary>
    public static IServiceCollection AddRoster(this IServiceCollection services) => services.AddSingleton<ShiftStore>().AddSingleton<PolicyHours>();
}
