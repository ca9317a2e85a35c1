using Hotline.Agent.Commands;
using Microsoft.Extensions.Logging.Console;

namespace Hotline.Agent.Web;

/// <summary>
/// JSON lines with scopes on standard output. The web server's own request lines and scopes stay off: they carry paths and query strings. A command's output is for a
/// person or a script, so only warnings come with it, on standard error.
/// </summary>
internal static class AgentLogging
{
    public static void AddAgentLogging(this WebApplicationBuilder builder, string[] args)
    {
        var command = AgentCommands.IsCommand(args);
        builder.Logging.ClearProviders();
        if (command)
        {
            builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
            builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        }
        else
        {
            builder.Logging.AddJsonConsole(options =>
            {
                options.IncludeScopes = true;
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        // A log reader that stands still must not stop the host: lines are lost, calls are not.
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its level also rules its scope, which has the path.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", command ? LogLevel.Warning : LogLevel.Information);
        if (command) builder.Logging.SetMinimumLevel(LogLevel.Warning);
    }
}
