using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Demo;

/// <summary>One file of <c>infra/demo</c>: a Node program that takes calls through the running hosts as people would, and judges.</summary>
internal sealed class DemoScript
{
    private readonly string _folder;
    private readonly string _file;
    private readonly string _node;

    private DemoScript(string folder, string file, string node) => (_folder, _file, _node) = (folder, file, node);

    public static DemoScript Find(Repository repository, string name)
    {
        var folder = repository.Folder("infra", "demo");
        var known = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.mjs").Select(file => Path.GetFileNameWithoutExtension(file)).Order().ToList() : [];
        if (!known.Contains(name))
            throw new CannotStartException($"there is no demo '{name}'; there is: {string.Join(", ", known)}");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            throw new CannotStartException($"the demo's packages are missing: run npm ci in {folder}");
        var node = SearchPath.Find("node") ?? throw new CannotStartException("node is not on the PATH; the demo's operators run on it");
        return new DemoScript(folder, $"{name}.mjs", node);
    }

    public async Task<int> RunAsync(Launcher launcher, DevSettings settings, CancellationToken stop)
    {
        var process = await launcher.StartAsync(new Command(_node, [_file], _folder, new Dictionary<string, string>
        {
            ["HOTLINE_API_URL"] = settings.Api.Urls,
            ["HOTLINE_AGENT_URL"] = settings.Agent.Urls,
            ["HOTLINE_SIM_URL"] = settings.Simulator!.Urls,
            ["HOTLINE_DEMO_PASSWORD"] = settings.Password,
        }), line: null);
        try
        {
            return await process.Exited.WaitAsync(stop);
        }
        finally
        {
            await process.StopAsync(TimeSpan.FromSeconds(5));
        }
    }
}
