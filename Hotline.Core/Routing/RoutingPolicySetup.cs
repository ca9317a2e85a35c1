using Hotline.Core.Directory;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>The routing policy of a host. It starts after storage and before Redis is waited for: a policy nobody can be routed by stops the start at once.</summary>
internal static class RoutingPolicySetup
{
    /// <exception cref="Starting.BadSettingException">The policy file cannot be used.</exception>
    public static void AddRoutingPolicy(this IServiceCollection services, NetworkOptions network, RoutingOptions routing)
    {
        var first = FirstPolicy.Of(network, routing);
        services.AddSingleton<PolicyStore>();
        services.AddSingleton(p => new RoutingPolicies(
            p.GetRequiredService<PolicyStore>(), p.GetRequiredService<Migrator>(), first, p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<RoutingPolicies>>()));
        services.TryAddSingleton<IRoutes, PolicyRoutes>();
        services.AddHostedService(p => p.GetRequiredService<RoutingPolicies>());
    }
}
