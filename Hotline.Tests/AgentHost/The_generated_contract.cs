using System.Reflection;
using Hotline.Agent.Contracts;
using Hotline.Agent.Hub;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class The_generated_contract
{
    private const string Remedy = "has drifted: dotnet run --project Hotline.Agent -- contracts console/src/generated";

    private static string Committed(string file)
    {
        var root = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Hotline.sln"))) root = root.Parent;
        return File.ReadAllText(Path.Combine(root!.FullName, "Hotline.Agent", "console", "src", "generated", file));
    }

    [Test]
    public void Of_the_hub_is_the_servers() => Assert.That(HubContract.Write(), Is.EqualTo(Committed("hub.ts")), "hub.ts " + Remedy);

    [TestCase("api.ts")]
    [TestCase("openapi.json")]
    public async Task Of_the_api_is_the_servers(string file)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hotline-contracts-").FullName;
        try
        {
            // Without Redis, database or settings, as on a build machine.
            var main = typeof(ConsoleHub).Assembly.EntryPoint!;
            var code = main.Invoke(null, [new[] { "contracts", folder }]);
            Assert.That(code is Task<int> running ? await running : code, Is.EqualTo(0));
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, file)), Is.EqualTo(Committed(file)), file + " " + Remedy);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_type_it_does_not_know_is_an_error_not_an_any() =>
        Assert.That(() => new TypeScriptTypes().Of(typeof(Uri)), Throws.InvalidOperationException);

    [Test]
    public void Every_hub_method_is_on_the_hub() =>
        Assert.That(typeof(IConsoleHub).GetMethods().Select(m => typeof(ConsoleHub).GetMethod(m.Name, BindingFlags.Public | BindingFlags.Instance)), Is.All.Not.Null);
}
