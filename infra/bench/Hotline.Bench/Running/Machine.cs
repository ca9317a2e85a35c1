using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Hotline.Bench.Running;

/// <summary>What the numbers were taken on: without it they mean nothing.</summary>
internal static class Machine
{
    public static JsonObject Describe(TimeProvider clock, int? diskMs, bool quick) => new()
    {
        ["bench"] = "machine",
        ["at"] = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        ["cores"] = Environment.ProcessorCount,
        ["cpu"] = Field("/proc/cpuinfo", "model name"),
        ["memory_mb"] = long.TryParse(Field("/proc/meminfo", "MemTotal")?.Split(' ')[0], CultureInfo.InvariantCulture, out var kb) ? kb * 1024 / 1_000_000 : null,
        ["os"] = RuntimeInformation.OSDescription,
        // tmpfs: a sync costs nothing there, and no number of this run is worth anything. TMPDIR chooses another place.
        ["data_on"] = new DriveInfo(Path.GetTempPath()).DriveFormat,
        ["disk_ms"] = diskMs,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        // Above the number of cores: somebody else works here, and the latencies are theirs too.
        ["load_before"] = File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null,
        ["quick"] = quick,
    };

    private static string? Field(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
