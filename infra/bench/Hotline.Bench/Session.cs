using System.Text.Json.Nodes;
using Hotline.Bench.Benches;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench;

/// <summary>One run from the machine's description to the summary.</summary>
internal static class Session
{
    private static readonly IBench[] OnStage =
    [
        new FloorBench(), new WebhookBench(), new OfferBench(), new NextBench(), new MemoryBench(large: false), new GuessingBench(), new DispatchBench(), new DepthBench(),
        new LifecyclesBench(), new LadderBench(), new OpenEscalationsBench(), new MemoryBench(large: true), new AlarmBench(), new RecoveryBench(),
    ];

    /// <summary>Beyond the loads' own length: arrivals, sign-ins, calls still to end.</summary>
    private static readonly TimeSpan LongestOver = TimeSpan.FromMinutes(15);

    public static async Task<int> RunAsync(CommandLine command, CancellationToken stop)
    {
        var report = new Report(command.Out, command.Results);
        report.Line(Machine.Describe(TimeProvider.System, command.DiskMs, command.Quick));
        double? floorMs = null;
        foreach (var benches in OnStage.Where(bench => command.Wants(bench.Name)).GroupBy(bench => bench.HostsOfEach))
            floorMs = await OnStageAsync([.. benches], Load.Of(command), benches.Key, floorMs, report, stop);
        if (command.Wants(StartBench.Name)) report.Say(await StartBench.WarmAsync(stop));
        if (command.Cold) report.Say(await StartBench.ColdAsync(stop));

        report.Table();
        // A smoke test asks whether everything works: at its small numbers, on a busy machine, a bound says nothing.
        var good = command.Quick ? report.Errors == 0 : report.AllHold;
        report.Line(new JsonObject
        {
            ["bench"] = "summary",
            ["holds"] = report.AllHold,
            ["errors"] = report.Errors,
            ["broken"] = new JsonArray([.. report.Broken.Select(name => (JsonNode?)name)]),
            ["quick"] = command.Quick,
        });
        report.Keep();
        return good ? 0 : 1;
    }

    private static async Task<double?> OnStageAsync(List<IBench> benches, Load load, int hostsOfEach, double? floorMs, Report report, CancellationToken stop)
    {
        using var folder = new TempFolder();
        await Console.Error.WriteLineAsync($"bench: starting Redis, {hostsOfEach} Api and {hostsOfEach} Agent");
        await using var stage = await Stage.SetAsync(load, folder, hostsOfEach, TimeProvider.System, stop);
        stage.FloorMs = floorMs;
        if (floorMs is null && benches[0] is not FloorBench) benches.Insert(0, OnStage[0]);
        foreach (var bench in benches)
        {
            await Console.Error.WriteLineAsync($"bench: {bench.Name}");
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(load.WarmUp + load.Length + load.LifecycleWarmUp + load.LifecycleLength + (2 * load.LadderLength) + LongestOver);
            try
            {
                await foreach (var result in bench.RunAsync(stage, limit.Token)) report.Say(result);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // The others can still be measured.
                await Console.Error.WriteLineAsync($"  {bench.Name}: {(e is OperationCanceledException ? "not over in time" : e.Message)}");
                report.Say(new Result(bench.Name).Errors(1 + stage.Faults.Take(bench.Name)));
            }
        }
        return stage.FloorMs;
    }
}
