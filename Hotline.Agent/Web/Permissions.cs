using Hotline.Agent.Session;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Authorization;

namespace Hotline.Agent.Web;

/// <summary>Carries <see cref="Access"/> to the route groups. What says nothing is denied.</summary>
internal static class Permissions
{
    public static IServiceCollection AddPermissions(this IServiceCollection services)
    {
        var policies = services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        foreach (var act in Enum.GetValues<Act>()) policies.AddPolicy(act.ToString(), policy => Permit(policy, act));
        return services;
    }

    /// <summary>For acts that concern no one call. Acts on a call are asked of <see cref="Access"/> where the call is known.</summary>
    public static TBuilder RequireAct<TBuilder>(this TBuilder group, Act act) where TBuilder : IEndpointConventionBuilder =>
        group.RequireAuthorization(act.ToString());

    private static void Permit(AuthorizationPolicyBuilder policy, Act act) => policy.RequireAuthenticatedUser()
        .RequireAssertion(context => SessionCookie.WhoOf(context.User) is { } who && Access.May(who, act, Whose.Nobodys));
}
