using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Hub;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff.Sql;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hotline.Agent.Web;

/// <summary>What the staff-facing host is made of.</summary>
internal static class AgentServices
{
    /// <summary>Several times the longest note.</summary>
    private const int MostBody = 512 * 1024;

    public static IServiceCollection AddStaff(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<StaffStore>().AddSingleton<SignInAttempts>().AddSingleton<AuditReading>();
        services.AddSingleton<AuditTrail>().AddSingleton<Passwords>().AddSingleton<Stamps>().AddSingleton<StaffNames>().AddSingleton<Accounts>().AddSingleton<SignInCheck>().AddSingleton<KnownBrowser>().AddSingleton<Particulars>();
        services.AddSingleton<SignedInWatch>().AddHostedService(p => p.GetRequiredService<SignedInWatch>());
        services.AddHostedService<AttemptSweeper>();
        return services.AddSessionCookie().AddCookieKeyRing().AddPermissions().AddSignInFlood(settings).AddTrustedProxies(settings);
    }

    public static IServiceCollection AddCases(this IServiceCollection services)
    {
        services.AddSingleton(Catalogue.Shipped());
        return services.AddSingleton<RepairBook>().AddSingleton<NoteStore>().AddSingleton<CallBook>().AddSingleton<WhoseCall>().AddNumberMarks();
    }

    /// <summary>JSON as the contract says it: camelCase, numbers are numbers, unreadable bodies are problems naming their field.</summary>
    public static IServiceCollection AddAgentWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBody;
        });
        services.AddProblemDetails().AddExceptionHandler<Problems>();
        return services.AddApiDocument();
    }

    /// <summary>
    /// Outermost → innermost: who asks by a proxy, its name in the logs, headers, problems, console files, foreign sites, sockets, who is it, how often, may she.
    /// </summary>
    public static void UseAgentPipeline(this WebApplication app, bool browserPhone)
    {
        app.UseForwardedHeaders();
        app.UseRequestScope();
        app.UseSecurityHeaders(browserPhone);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseConsoleFiles();
        app.UseRouting(); // After the files: to routing, every address is a page of the console.
        app.UseSiteGuard();
        app.UseConsoleSockets();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }
}
