using System.Globalization;

namespace Hotline.Bench.Running;

/// <summary>What Linux says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>Linux tells times in these, on every architecture .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const int UserTime = 13, SystemTime = 14;

    /// <summary>Resident set in megabytes (10⁶ bytes), by <c>VmRSS</c>.</summary>
    public static double ResidentMb(int process) => File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
        .Where(text => text.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(text => long.Parse(text["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6)
        .FirstOrDefault();

    /// <summary>Processor time used since its start, in seconds, of all its threads.</summary>
    public static double CpuSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
        // The program's name stands in parentheses and may hold anything.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[UserTime - 2], CultureInfo.InvariantCulture) + double.Parse(fields[SystemTime - 2], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
