using Hotline.Core.Care.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Core.Care;

public static class CareSetup
{
    /// <summary>The stores of care and its questions. Needs storage and routing (the network's clock).</summary>
    public static IServiceCollection AddCareStores(this IServiceCollection services) =>
        services.AddSingleton(RiskQuestions.Shipped()).AddSingleton<CareDocuments>().AddSingleton<RiskRecordStore>().AddSingleton<FollowUpStore>()
            .AddSingleton<CareAlarms>();
}
