using Hotline.Core.Staffing.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Core.Staffing;

public static class StaffingSetup
{
    /// <summary>The roster's store, and hours that never close unless others were added before.</summary>
    public static IServiceCollection AddRoster(this IServiceCollection services)
    {
        services.TryAddSingleton<ICentreHours, AlwaysOpen>();
        return services.AddSingleton<ShiftStore>();
    }
}
