using Hotline.Core.Care.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Care;

public static class CareSetup
{
    /// <summary>The stores of care and its questions. Needs storage and routing (the network's clock).</summary>
    public static IServiceCollection AddCareStores(this IServiceCollection services) =>
        services.AddSingleton<CareDocuments>().AddSingleton<RiskRecordStore>().AddSingleton<FollowUpStore>().AddSingleton<CareAlarms>().AddSingleton<RiskQuestionStore>()
            .AddSingleton(p => new RiskQuestionBook(
                p.GetRequiredService<RiskQuestionStore>(), p.GetRequiredService<Migrator>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<RiskQuestionBook>>()))
            .AddHostedService(p => p.GetRequiredService<RiskQuestionBook>());
}
