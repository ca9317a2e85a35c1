using System.Diagnostics;
using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Parts;

/// <summary>The three programs of this repository as parts, each run from its built file in its project's folder, where its settings and pages lie.</summary>
internal sealed class Hosts(Repository repository, DevSettings settings, HttpClient http)
{
    private const string Configuration = "Release";

    public IReadOnlyList<Part> Parts
    {
        get
        {
            List<Part> parts = [Agent, Api];
            if (settings.Simulator is { } address)
                parts.Add(Host("simulator", Simulator(repository), address, settings.SimulatorSettings));
            return parts;
        }
    }

    private Part Agent => Host("agent", AgentProgram(repository), settings.Agent, settings.HostSettings);

    private Part Api => Host("api", ApiProgram(repository), settings.Api, settings.HostSettings);

    /// <summary>The Agent's own command that makes the demo accounts; asked again it changes nothing.</summary>
    public Command DemoStaff => Run(AgentProgram(repository), ["demo", "staff"], new Dictionary<string, string>(settings.HostSettings)
    {
        ["HOTLINE_DEMO_PASSWORD"] = settings.Password,
    });

    /// <summary>Builds what runs here, as a developer would, with the output on the screen.</summary>
    public static async Task BuildAsync(Repository repository, CancellationToken ct)
    {
        string[] words = ["build", repository.Folder("infra", "hosts.slnf"), "-c", Configuration, "--disable-build-servers", "-v", "quiet", "-nologo"];
        using var build = Process.Start(new ProcessStartInfo(SearchPath.DotNet, words) { WorkingDirectory = repository.Root })!;
        try
        {
            await build.WaitForExitAsync(ct);
        }
        finally
        {
            if (!build.HasExited)
                build.Kill(entireProcessTree: true);
        }
        if (build.ExitCode != 0)
            throw new CannotStartException("the hosts do not build; see above");
    }

    public static void MustBeBuilt(Repository repository)
    {
        foreach (var program in (string[])[ApiProgram(repository), AgentProgram(repository), Simulator(repository)])
            if (!File.Exists(program))
                throw new CannotStartException($"{program} is not built: leave out --no-build, or run dotnet build infra/hosts.slnf -c {Configuration}");
    }

    private static string ApiProgram(Repository repository) => Built(repository.Folder("Hotline.Api"));

    private static string AgentProgram(Repository repository) => Built(repository.Folder("Hotline.Agent"));

    private static string Simulator(Repository repository) => Built(repository.Folder("infra", "Hotline.Simulator"));

    private static string Built(string project) => Path.Combine(project, "bin", Configuration, "net10.0", $"{Path.GetFileName(project)}.dll");

    private Part Host(string name, string program, Address address, IReadOnlyDictionary<string, string> told) =>
        new(name, Run(program, [], new Dictionary<string, string>(told) { ["ASPNETCORE_URLS"] = address.Urls }), new HealthProbe(http, address));

    private static Command Run(string program, string[] arguments, IReadOnlyDictionary<string, string> told) =>
        new(SearchPath.DotNet, [program, .. arguments], ProjectOf(program), told);

    // bin/Release/net10.0/X.dll, three folders up.
    private static string ProjectOf(string program) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(program)!, "..", "..", ".."));
}
