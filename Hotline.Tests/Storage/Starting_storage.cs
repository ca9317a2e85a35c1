using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Directory;
using Hotline.Core.Storage;
using Hotline.Core.Storage.Redis;
using Hotline.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

[TestFixture]
public sealed class Starting_storage
{
    private string _folder = "";

    [SetUp]
    public void AFolder() => _folder = System.IO.Directory.CreateTempSubdirectory("hotline-start-").FullName;

    [TearDown]
    public void NoFolder()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task The_schema_is_ready_when_the_host_has_started_and_everything_can_be_resolved()
    {
        await using var services = Services();
        foreach (var hosted in services.GetServices<IHostedService>().Where(h => h is not Recorder)) await hosted.StartAsync(default);
        Assert.That(services.GetRequiredService<Migrator>().Ready.IsCompletedSuccessfully, Is.True);
        Assert.That(await services.GetRequiredService<Database>().PingAsync(), Is.True);
        Assert.That(services.GetRequiredService<Recorder>().Trouble, Is.EqualTo("starting"));
        foreach (var hosted in services.GetServices<IHostedService>()) await hosted.StopAsync(default);
    }

    [Test]
    public async Task A_database_out_of_reach_delays_the_start_only_for_a_while_and_is_taken_up_when_it_comes()
    {
        var inTheWay = Path.Combine(_folder, "data");
        await File.WriteAllTextAsync(inTheWay, "a file where the folder should be");
        await using var services = Services();
        var migrator = services.GetRequiredService<Migrator>();

        await migrator.StartAsync(default);
        Assert.That((migrator.Ready.IsCompleted, await services.GetRequiredService<Database>().PingAsync()), Is.EqualTo((false, false)));
        File.Delete(inTheWay);
        await Eventually.True(() => migrator.Ready.IsCompletedSuccessfully, "the schema is ready");
        await migrator.StopAsync(default);
    }

    private ServiceProvider Services()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "Sqlite",
            ["ConnectionStrings:Sql"] = $"Data Source={Path.Combine(_folder, "data", "hotline.db")}",
            ["Sealing:KeyFile"] = Path.Combine(_folder, "keys.json"),
            ["Sealing:CreateKeyFile"] = "true",
        }).Build();
        return new ServiceCollection().AddLogging().AddSingleton(new NetworkOptions())
            .AddSingleton(new RedisConnection("127.0.0.1:1", TimeProvider.System, NullLogger<RedisConnection>.Instance))
            .AddStorage(settings).AddRecord().BuildServiceProvider();
    }
}
