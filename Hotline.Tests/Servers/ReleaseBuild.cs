using NUnit.Framework;

namespace Hotline.Tests.Servers;

/// <summary>Programs of this repository built in Release, as <c>infra/test</c> has built them.</summary>
internal static class ReleaseBuild
{
    /// <summary>The program's file. Not built: the test is ignored with the reason, or fails when <c>HOTLINE_REQUIRE_SERVERS=1</c>.</summary>
    public static string Of(params string[] project)
    {
        var root = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(root, "Hotline.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
        var program = Path.Combine([root, .. project, "bin", "Release", "net10.0", $"{project[^1]}.dll"]);
        if (File.Exists(program)) return program;
        const string reason = "The hosts are not built in Release (dotnet build Hotline.sln -c Release, or infra/test).";
        if (Environment.GetEnvironmentVariable("HOTLINE_REQUIRE_SERVERS") == "1") Assert.Fail(reason);
        Assert.Ignore(reason);
        throw new InvalidOperationException();
    }
}
