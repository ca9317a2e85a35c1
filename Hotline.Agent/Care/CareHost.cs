using Hotline.Core.Care;

namespace Hotline.Agent.Care;

internal static class CareHost
{
    public static IServiceCollection AddCare(this IServiceCollection services) => services.AddCareStores()
        .AddSingleton<CareReading>().AddSingleton<CareAccess>().AddSingleton<CareEndpoints.CareWriting>().AddSingleton<FollowUpEndpoints.FollowUpWriting>()
        .AddSingleton<FollowUpWatch>().AddHostedService(p => p.GetRequiredService<FollowUpWatch>());
}
