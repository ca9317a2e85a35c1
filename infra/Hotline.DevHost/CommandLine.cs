namespace Hotline.DevHost;

/// <param name="Demo">The demo to run (a file of <c>infra/demo</c>), or null to run until stopped.</param>
/// <param name="Build">False when the caller has built the hosts already.</param>
/// <param name="Simulator">True when the simulator is wanted although a carrier is given.</param>
internal sealed record CommandLine(string? Demo, bool Build, bool Simulator)
{
    public static CommandLine Parse(string[] args)
    {
        var command = new CommandLine(Demo: null, Build: true, Simulator: false);
        for (var i = 0; i < args.Length; i++)
        {
            command = args[i] switch
            {
                "--no-build" => command with { Build = false },
                "--simulator" => command with { Simulator = true },
                "--demo" when i + 1 < args.Length && !args[i + 1].StartsWith('-') => command with { Demo = args[++i] },
                "--demo" => command with { Demo = "operators" },
                var other => throw new CannotStartException($"unknown argument '{other}'; --help lists them all"),
            };
        }
        return command;
    }
}
