using System.Diagnostics;
using System.Text;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>
/// The hosts as a later version would be: their live-state scripts have another text, so another library, and put a field into every record that this version
/// does not know. Made from the build by rewriting the library's first part inside the assembly, in place.
/// </summary>
internal sealed class LaterBuild : IDisposable
{
    private const string Mark = "later", Assembly = "Hotline.Core.dll";

    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-later-").FullName;

    public static LaterBuild Make()
    {
        var build = new LaterBuild();
        foreach (var project in new[] { "Hotline.Api", "Hotline.Agent" }) build.Copy(project);
        return build;
    }

    public static bool HasMark(string record) => record.Contains($"\"{Mark}\"", StringComparison.Ordinal);

    /// <summary>The folder of a host's later build.</summary>
    public string Of(string project) => Path.Combine(_folder, project);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Copy(string project)
    {
        // Links where the file system can, for most of it is the same.
        var (from, to) = (HostProcess.BuildOf(project), Of(project));
        Assert.That(Run("cp", "-rl", from, to) || Run("cp", "-rT", from, to), "the build is copied");
        var assembly = Path.Combine(to, Assembly);
        var bytes = File.ReadAllBytes(assembly);
        var prelude = Encoding.UTF8.GetBytes(Core.Routing.Redis.LiveScripts.Text("live"));
        var at = bytes.AsSpan().IndexOf(prelude);
        Assert.That(at, Is.Positive, "the library's first part stands in the assembly as it is");
        Later(prelude).CopyTo(bytes.AsSpan(at));
        File.Delete(assembly);
        File.WriteAllBytes(assembly, bytes);
    }

    /// <summary>As long as it was: comments make room for what is new.</summary>
    private static byte[] Later(byte[] prelude)
    {
        const string added = $$"""
            local cjson = {
              decode = function(text) return cjson.decode(text) end,
              encode = function(v)
                if type(v) == 'table' and v.id and v.state then v.{{Mark}} = 'kept' end
                return cjson.encode(v)
              end,
            }

            """;
        var kept = Encoding.UTF8.GetString(prelude).Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal));
        var text = Encoding.UTF8.GetBytes(added + string.Join('\n', kept));
        Assert.That(text, Has.Length.LessThanOrEqualTo(prelude.Length), "the comments are long enough to make room");
        return [.. text, .. Enumerable.Repeat((byte)' ', prelude.Length - text.Length)];
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
