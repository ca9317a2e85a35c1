using Hotline.Agent.Contracts;

namespace Hotline.Agent.Commands;

/// <summary>What this program does besides serving. Exit codes: 0 done, 1 refused (the message says why), 2 not understood.</summary>
internal static class AgentCommands
{
    /// <summary>Runs the command the arguments name, or serves until stopped when they name none.</summary>
    public static async Task<int> RunAsync(WebApplication app, string[] args)
    {
        switch (args)
        {
            case ["contracts", .. var rest]:
                return await ContractsCommand.RunAsync(app, rest, Console.Out);
            default:
                await app.RunAsync();
                return 0;
        }
    }
}
