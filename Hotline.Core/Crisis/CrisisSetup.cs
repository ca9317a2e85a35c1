using Hotline.Core.Calls.Sql;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Crisis.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>Escalations and their ladder: part of every host, because every host fires timers and records events.</summary>
internal static class CrisisSetup
{
    /// <summary>Adds <see cref="Escalations"/>. Another <see cref="ICrisisLadders"/> or <see cref="IPager"/> than the policy's and the carrier's may be given before.</summary>
    public static IServiceCollection AddCrisis(this IServiceCollection services)
    {
        services.TryAddSingleton<ICrisisLadders, PolicyLadders>();
        services.TryAddSingleton<IPager, Pager>();
        services.AddSingleton<CrisisMeter>();
        services.AddSingleton<CrisisState>();
        services.AddSingleton<EscalationStore>();
        services.AddSingleton<IEventProjection>(p => p.GetRequiredService<EscalationStore>());
        // A pager notes by Escalations what it did, and is asked by them to withdraw: so it is looked up when it is needed.
        services.AddSingleton(p => new Escalations(
            p.GetRequiredService<CrisisState>(), p.GetRequiredService<LiveState>(), p.GetService<IPager>, p.GetRequiredService<CrisisMeter>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<Escalations>>()));
        services.AddSingleton<ITimerTaker>(p => new LadderTimers(
            p.GetRequiredService<CrisisState>(), p.GetRequiredService<ICrisisLadders>(), p.GetRequiredService<RoutingPolicies>(), p.GetService<IPager>,
            p.GetRequiredService<CrisisMeter>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<LadderTimers>>()));
        services.AddHostedService<EscalationRestorer>();
        return services;
    }
}
