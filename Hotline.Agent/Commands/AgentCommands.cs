using System.Data.Common;
using Hotline.Agent.Contracts;
using Hotline.Core.Starting;

namespace Hotline.Agent.Commands;

/// <summary>What this program does besides serving. Exit codes: 0 done, 1 refused or failed (the message says why), 2 not understood.</summary>
internal static class AgentCommands
{
    private const string Usage = """
        Hotline.Agent                     serves the console, the API and the hub
        Hotline.Agent staff create-admin  --user-name NAME [--display-name NAME] [--centre CODE]; password from HOTLINE_PASSWORD or standard input
        Hotline.Agent staff list          lists the accounts
        Hotline.Agent demo staff          makes the demo's accounts (password from HOTLINE_DEMO_PASSWORD)
        Hotline.Agent contracts PATH      writes hub.ts, api.ts and openapi.json
        """;

    /// <summary>Whether the arguments name a command; otherwise the program serves.</summary>
    public static bool IsCommand(string[] args) => args is [var first, ..] && first.Length > 0 && char.IsAsciiLetter(first[0]) && !first.Contains('=', StringComparison.Ordinal);

    /// <summary>Runs the command the arguments name, or serves until stopped when they name none.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        if (!IsCommand(args)) return await app.ServeAsync();
        try
        {
            switch (args)
            {
                case ["contracts", .. var rest]:
                    return await ContractsCommand.RunAsync(app, rest, Console.Out);
                case ["staff", "create-admin", .. var rest]:
                    return await StaffCommands.CreateAdminAsync(app, rest, Console.In, Console.Out);
                case ["staff", "list"]:
                    return await StaffCommands.ListAsync(app, Console.Out);
                case ["demo", "staff"]:
                    return await StaffCommands.DemoAsync(app, Console.Out);
                default:
                    await Console.Out.WriteLineAsync($"Not understood: {string.Join(' ', args.Take(2))}\n\n{Usage}");
                    return 2;
            }
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"Could not be done: {e.Message}");
            return 1;
        }
    }
}
