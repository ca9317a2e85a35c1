using Hotline.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

[TestFixture]
public sealed class Storage_settings
{
    [TestCase(null, "Data Source=/x.db", "Storage__Provider")]
    [TestCase("Postgres", "Data Source=/x.db", "Storage__Provider")]
    [TestCase("Sqlite", null, "ConnectionStrings__Sql")]
    [TestCase("Sqlite", "Server=s;Password=hunter2", "ConnectionStrings__Sql")]
    [TestCase("Sqlite", "Data Source=:memory:;Password=hunter2", "ConnectionStrings__Sql")]
    [TestCase("Sqlite", "Data Source=;Password=hunter2", "ConnectionStrings__Sql")]
    [TestCase("SqlServer", "hunter2", "ConnectionStrings__Sql")]
    [TestCase("SqlServer", "Database=x;Password=hunter2", "ConnectionStrings__Sql")]
    [TestCase("SqlServer", "Server=s;Connect Timeout=hunter2", "ConnectionStrings__Sql")]
    public void A_bad_one_is_refused_by_its_name_without_repeating_it(string? provider, string? connection, string key)
    {
        var error = Assert.Catch<OptionsValidationException>(() => Database(provider, connection));
        Assert.That(error!.Message, Does.Contain(key).And.Contain("Sqlite").Or.Contain("SqlServer"));
        Assert.That(error.Message, Does.Contain(key).And.Not.Contain("hunter2"));
    }

    [TestCase("Sqlite", "Data Source=/tmp/x.db", StorageProvider.Sqlite)]
    [TestCase("sqlserver", "Server=s;Database=d;User Id=u;Password=p", StorageProvider.SqlServer)]
    public void A_good_one_chooses_the_database(string provider, string connection, StorageProvider chosen) =>
        Assert.That(Database(provider, connection).Provider, Is.EqualTo(chosen));

    private static Database Database(string? provider, string? connection)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = provider,
            ["ConnectionStrings:Sql"] = connection,
        }).Build();
        using var services = new ServiceCollection().AddLogging().AddStorage(settings).BuildServiceProvider();
        return services.GetRequiredService<Database>();
    }
}
