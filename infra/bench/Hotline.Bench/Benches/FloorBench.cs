using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Benches;

/// <summary>
/// The least any change of the live state can cost here: the round trip of a script that writes one key, which Redis has on disk before it answers, from
/// one client, on the same Redis. The other latencies are also given in multiples of its median, which travel better between machines.
/// </summary>
internal sealed class FloorBench : IBench
{
    public string Name => "floor";

    public async IAsyncEnumerable<Result> RunAsync(Stage stage, [EnumeratorCancellation] CancellationToken stop)
    {
        using var redis = await RedisWire.ConnectAsync(stage.Installation.RedisPort, stage.Installation.RedisPassword, stop);
        var script = (await redis.AskAsync(stop, "SCRIPT", "LOAD", "redis.call('SET', KEYS[1], ARGV[1]) return 1"))!;
        var latencies = new Latencies();
        for (var i = -stage.Load.FloorSamples / 10; i < stage.Load.FloorSamples; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await redis.AskAsync(stop, "EVALSHA", script, "1", "bench:floor", i.ToString(CultureInfo.InvariantCulture));
            if (i >= 0) latencies.Add(from, Stopwatch.GetTimestamp());
        }
        await redis.AskAsync(stop, "DEL", "bench:floor");
        stage.FloorMs = latencies.Median;
        yield return Result.Of(Name, latencies).Errors(stage.Faults.Take(Name));
    }
}
