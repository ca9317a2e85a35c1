using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Storage.Redis;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>
/// Runs the live-state scripts. Each is the prelude (<see cref="Preludes"/>) and its own file, called by hash; a Redis that has forgotten it
/// (restart, fail-over, SCRIPT FLUSH) is given the text in the same call (Scripts.Survive_a_Redis_restart).
/// </summary>
internal sealed class LiveScripts(RedisConnection redis, LiveKeys keys, RoutingOptions options, IRoutes routes)
{
    private readonly ConcurrentDictionary<string, Script> _loaded = new(StringComparer.Ordinal);

    /// <summary>A script's name and text, to the text that is run: how a test takes a guard out and shows that it is missed.</summary>
    internal Func<string, string, string> Rewrite { get; set; } = (_, text) => text;

    // The policy may change while the host runs.
    private RedisValue[] Common()
    {
        var rules = routes.Rules;
        return
        [
            (string?)keys.Hints ?? "", options.OfferSeconds * 1000, options.RingSeconds * 1000, options.CallerSilenceSeconds * 1000,
            Ms(rules.WrapUp), Ms(rules.RiskWrapUp), Ms(rules.WrapUpExtension), Ms(rules.LongestWrapUp), options.DebriefSeconds * 1000,
        ];
    }

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;

    /// <summary>The reply's elements. Throws <see cref="RedisException"/> or <see cref="TimeoutException"/> when the live state cannot be reached.</summary>
    /// <remarks>After a time-out the script may or may not have run: every script is safe to run again.</remarks>
    public async Task<RedisResult[]> RunAsync(string name, params RedisValue[] arguments)
    {
        using var trace = RoutingMeter.Traces.StartActivity(name);
        var since = Stopwatch.GetTimestamp();
        var reached = false;
        try
        {
            var reply = await SendAsync(_loaded.GetOrAdd(name, Load), [.. Common(), .. arguments]);
            reached = true;
            return (RedisResult[])reply!;
        }
        finally
        {
            RoutingMeter.ScriptTime.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new("script", name), new("reached", reached));
        }
    }

    private async Task<RedisResult> SendAsync(Script script, RedisValue[] values)
    {
        try
        {
            return await redis.WithinAsync(redis.Database.ScriptEvaluateAsync(script.Hash, keys.All, values));
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            object[] whole = [script.Text, keys.All.Length, .. keys.All.Cast<object>(), .. values.Cast<object>()];
            return await redis.WithinAsync(redis.Database.ExecuteAsync("EVAL", whole));
        }
    }

    /// <summary>The names of all scripts, as embedded.</summary>
    internal static IEnumerable<string> Names =>
        from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(".lua", StringComparison.Ordinal)
        select resource[Prefix.Length..^4] into name
        where !Preludes.Contains(name)
        select name;

    /// <summary>What stands before every script, in this order.</summary>
    internal static readonly string[] Preludes = ["live", "escalating", "ending", "calling_back", "joining"];

    private const string Prefix = "Hotline.Core.Routing.Redis.";

    internal static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.lua")
            ?? throw new InvalidOperationException($"No script {name}.lua is embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [SuppressMessage("Security", "CA5350", Justification = "Redis names scripts by SHA-1; it protects nothing.")]
    private Script Load(string name)
    {
        var text = string.Join('\n', Preludes.Append(name).Select(part => Rewrite(part, Text(part))));
        return new Script(text, SHA1.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private sealed record Script(string Text, byte[] Hash);
}
