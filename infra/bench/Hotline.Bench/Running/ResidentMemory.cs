using System.Globalization;

namespace Hotline.Bench.Running;

/// <summary>What Linux says of a process.</summary>
internal static class ResidentMemory
{
    /// <summary>Resident set in megabytes (10⁶ bytes), by <c>VmRSS</c>.</summary>
    public static double Of(int process) => Kilobytes(process, "VmRSS:") * 1024 / 1e6;

    /// <summary>The child that runs this program file.</summary>
    public static int ChildOf(int parent, string program)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (Kilobytes(id, "PPid:") == parent && File.ReadAllText($"{folder}/cmdline").Contains($"/{program}\0", StringComparison.Ordinal)) return id;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }
        throw new CannotMeasureException($"no {program} runs");
    }

    private static long Kilobytes(int process, string line) => File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status")
        .Where(text => text.StartsWith(line, StringComparison.Ordinal))
        .Select(text => long.Parse(text[line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture))
        .FirstOrDefault(-1);
}
