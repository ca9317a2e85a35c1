using System.Diagnostics;

namespace Hotline.Bench.Running;

/// <summary>How many cores each part keeps busy, this program too: where the time goes when a rate is not reached.</summary>
internal sealed class ProcessorUse
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly IReadOnlyList<(string Part, int Id, double Used)> _before;

    private ProcessorUse(IReadOnlyList<(string, int, double)> before) => _before = before;

    public static ProcessorUse Of(Installation installation) => new(
    [
        .. Parts(installation).Select(part => (part.Name, part.Id, ProcessFigures.CpuSeconds(part.Id))),
    ]);

    /// <summary>Per part, the hosts of one kind together.</summary>
    public IEnumerable<(string Part, double Cores)> Since()
    {
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        return [.. _before.GroupBy(part => part.Part).Select(part => (part.Key, part.Sum(one => ProcessFigures.CpuSeconds(one.Id) - one.Used) / seconds))];
    }

    private static IEnumerable<(string Name, int Id)> Parts(Installation installation) =>
    [
        .. installation.ApiProcesses.Select(one => ("api", one.Id)), .. installation.AgentProcesses.Select(one => ("agent", one.Id)),
        ("redis", installation.Redis.Id), ("bench", Environment.ProcessId),
    ];
}
