using Hotline.Agent.Crisis;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

internal static class HubSetup
{
    /// <summary>
    /// A console that answers no ping for this long is gone, even if its network is cut in one direction only: the socket's own pings, which every client
    /// answers. With the lease (5 s) this makes less than 10 s until its caller is offered to somebody else
    /// (<c>Every_fault_in_the_table.Network_cut_one_way</c>). Each socket is looked at four times within the shorter of the two, so they are equal.
    /// </summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(1.75), PongWithin = PingEvery;

    private const int InvocationsAtOnce = 4;

    public static IServiceCollection AddConsoleHub(this IServiceCollection services)
    {
        services.AddSignalR(options =>
        {
            options.EnableDetailedErrors = false;
            // Accepting waits for the carrier: meanwhile the same console must be able to end, decline and read.
            options.MaximumParallelInvocationsPerClient = InvocationsAtOnce;
            options.MaximumReceiveMessageSize = 32 * 1024;
            options.AddFilter<HubLogFilter>();
            options.AddFilter<HubPace>();
        });
        services.AddSingleton<HubPace>();
        services.AddSingleton<HubLogFilter>();
        services.AddSingleton<AgentMeter>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<Boards>();
        services.AddSingleton<DeskViews>();
        services.AddSingleton<CallJoining>();
        services.AddSingleton<DeskPushes>();
        services.AddSingleton<BoardPushes>();
        services.AddHostedService(p => p.GetRequiredService<BoardPushes>());
        services.AddSingleton<CrisisBoard>();
        services.AddSingleton<CrisisPushes>();
        services.AddHostedService(p => p.GetRequiredService<CrisisPushes>());
        services.AddHostedService<HintListener>();
        services.AddHostedService<LeaseKeeper>();
        services.AddHostedService<ConsoleSendOff>();
        return services;
    }

    /// <summary>Before the hub: what it would set up itself sends no pings, whatever the container's options say.</summary>
    public static void UseConsoleSockets(this IApplicationBuilder app) =>
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });

    public static void MapConsoleHub(this IEndpointRouteBuilder app) => app.MapHub<ConsoleHub>(ConsoleHub.Path).RequireAuthorization();
}
