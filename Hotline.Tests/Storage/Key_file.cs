using Hotline.Core.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

[TestFixture]
public sealed class Key_file
{
    private string _folder = "";

    [SetUp]
    public void AFolder() => _folder = System.IO.Directory.CreateTempSubdirectory("hotline-keys-").FullName;

    [TearDown]
    public void NoFolder() => System.IO.Directory.Delete(_folder, recursive: true);

    private string File => Path.Combine(_folder, "sub", "keys.json");

    private KeyFile Load(bool create = false) => KeyFile.Load(new SealingOptions { KeyFile = File, CreateKeyFile = create }, NullLogger.Instance);

    private void Write(string content)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);
    }

    [Test]
    public async Task Of_many_starting_at_once_one_makes_the_file()
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        for (var round = 0; round < 50; round++)
        {
            System.IO.File.Delete(File);
            // All have looked and found no file: what is raced is the making, not the looking.
            using var together = new Barrier(4);
            var made = await Task.WhenAll(Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    var first = KeyFile.Create(File);
                    return (First: first, Keys: Convert.ToHexString(Load().Index));
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            Assert.That(made.Count(m => m.First), Is.EqualTo(1), "made by one");
            Assert.That(made.Select(m => m.Keys).Distinct().Count(), Is.EqualTo(1), "and used by all, whenever they read it");
        }
        Assert.That(System.IO.Directory.GetFiles(Path.GetDirectoryName(File)!), Is.EqualTo(new[] { File }), "nothing is left aside");
    }

    [Test]
    public async Task Hosts_starting_at_once_without_one_share_the_file()
    {
        var files = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => Load(create: true))));
        Assert.That(files.Select(f => Convert.ToHexString(f.Index) + Convert.ToHexString(f.Keys[f.Active]!)).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Is_readable_by_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no file modes.");
            return;
        }
        Load(create: true);
        Assert.That(System.IO.File.GetUnixFileMode(File), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void A_configured_file_that_is_missing_is_an_error_naming_the_key_and_the_file() =>
        Assert.That(() => Load(), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("Sealing__KeyFile").And.Message.Contains(File));

    [TestCase("")]
    [TestCase("SECRET")]
    [TestCase("[]")]
    [TestCase("""{"active":"k1","keys":{"k1":"U0VDUkVU"},"index":"U0VDUkVU"}""")]
    [TestCase("""{"active":"k2","keys":{"k1":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},"index":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    [TestCase("""{"active":"k1","keys":{"k1":"destroyed"},"index":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    [TestCase("""{"active":"k1","keys":{"k1":null},"index":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    [TestCase("""{"active":"K 1","keys":{"K 1":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},"index":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""")]
    public void A_malformed_file_is_an_error_naming_the_key_and_the_file_but_not_the_content(string content)
    {
        Write(content);
        var error = Assert.Catch<OptionsValidationException>(() => Load());
        Assert.That(error!.Message, Does.Contain("Sealing__KeyFile").And.Contain(File).And.Not.Contain("SECRET").And.Not.Contain("U0VD").And.Not.Contain("MDEy"));
    }

    [Test]
    public void A_destroyed_key_and_an_active_one_are_told_apart()
    {
        Write("""{"active":"k1","keys":{"k0":"destroyed","k1":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},"index":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}""");
        var keys = new SealingKeys(Load());
        Assert.That((keys.IsDestroyed("k0"), keys.IsDestroyed("k1"), keys.Find("k1")?.Length), Is.EqualTo((true, false, 32)));
    }
}
