using System.Diagnostics;
using Hotline.DevHost.Demo;
using Hotline.DevHost.Parts;
using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost;

/// <summary>One run from settings to the last part stopped.</summary>
internal sealed class Session(Repository repository, DevSettings settings, Screen screen, CancellationToken stop)
{
    private readonly Launcher _launcher = new();

    public static async Task<int> RunAsync(CommandLine command, CancellationToken stop)
    {
        var repository = Repository.Find();
        if (command.Demo is null)
            return await RunAsync(repository, command, demo: null, demoFolder: null, stop);
        var demo = DemoScript.Find(repository, command.Demo);
        using var demoFolder = DemoFolder.Make();
        try
        {
            var code = await RunAsync(repository, command, demo, demoFolder, stop);
            if (code != 0)
                demoFolder.Keep();
            return code;
        }
        catch (CannotStartException)
        {
            demoFolder.Keep();
            Console.Out.WriteLine("demo: 0 calls, 0 answered, 0 notes kept");
            throw;
        }
    }

    private static async Task<int> RunAsync(Repository repository, CommandLine command, DemoScript? demo, DemoFolder? demoFolder, CancellationToken stop)
    {
        var reader = new SettingsReader(Configuration(demoFolder), command, repository);
        OwnerOnly.Folder(reader.DataFolder);
        using var exclusive = InstanceLock.Take(reader.DataFolder);
        var settings = reader.Read(Secrets.LoadOrMake(reader.DataFolder));
        OwnerOnly.Folder(settings.Logs);
        var screen = new Screen();
        var session = new Session(repository, settings, screen, stop);
        await session.AddressesMustBeFreeAsync();
        if (command.Build)
        {
            screen.Say("building the hosts");
            await Hosts.BuildAsync(repository, stop);
        }
        else
        {
            Hosts.MustBeBuilt(repository);
        }
        OwnerOnly.FromNowOn();
        return await session.RunAsync(demo);
    }

    private async Task<int> RunAsync(DemoScript? demo)
    {
        var watch = Stopwatch.StartNew();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        var hosts = new Hosts(repository, settings, http);
        await using var supervisor = new Supervisor(_launcher, settings.Logs, settings.ReadyWithin, screen);
        if (settings.Redis is { } redis)
            await supervisor.StartAsync(stop, RedisPart.Of(redis, settings.Data));
        await new DemoStaff(settings, _launcher, screen).MakeAsync(hosts.DemoStaff, stop);
        await supervisor.StartAsync(stop, [.. hosts.Parts]);
        screen.Say($"ready in {watch.Elapsed.TotalSeconds:0.0} s");
        if (demo is not null)
        {
            var code = await demo.RunAsync(_launcher, settings, stop);
            // The demo's last line is its verdict; stopping has nothing to add to it.
            screen.Silence();
            return code;
        }
        screen.Say(Welcome.Text(repository, settings));
        return await UntilStoppedAsync(supervisor);
    }

    private async Task<int> UntilStoppedAsync(Supervisor supervisor)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(() => stopped.TrySetResult());
        if (await Task.WhenAny(stopped.Task, supervisor.GivenUp) == supervisor.GivenUp)
        {
            screen.Complain("devhost", $"{await supervisor.GivenUp}");
            return 1;
        }
        screen.Say("stopping; the data stay");
        return 0;
    }

    private async Task AddressesMustBeFreeAsync()
    {
        await settings.Api.MustBeFreeAsync("the Api", stop);
        await settings.Agent.MustBeFreeAsync("the Agent", stop);
        if (settings.Simulator is { } simulator)
            await simulator.MustBeFreeAsync("the simulator", stop);
    }

    private static IConfiguration Configuration(DemoFolder? demo)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables();
        if (demo is not null)
            configuration.AddInMemoryCollection(demo.Settings(configuration.Build()));
        return configuration.Build();
    }
}
