using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Storage.Redis;
using StackExchange.Redis;

namespace Hotline.Core.Routing.Redis;

/// <summary>
/// Runs the live-state scripts. They are the functions of one library in Redis: <see cref="Shared"/>, which is compiled once and not for each call, and
/// one function for each script's file. A library's name tells its text, so that hosts of two versions work side by side; a Redis that does not have it (new,
/// failed over, FUNCTION FLUSH) is given it by the first call that misses it (Scripts.Are_given_to_a_Redis_that_has_none_by_whoever_misses_them_first).
/// </summary>
/// <remarks>
/// Rejected: a text by hash for each script (EVALSHA) with the shared part in front of it. It made some eighty closures for each call, two thirds of a
/// script's time (decision 11).
/// </remarks>
internal sealed class LiveScripts(RedisConnection redis, LiveKeys keys, RoutingOptions options, IRoutes routes)
{
    private volatile Library? _library;
    private Func<string, string, string> _rewrite = (_, text) => text;

    /// <summary>A script's name and text, to the text that is run: how a test takes a guard out and shows that it is missed.</summary>
    internal Func<string, string, string> Rewrite
    {
        get => _rewrite;
        set => (_rewrite, _library) = (value, null);
    }

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
            var reply = await SendAsync(_library ??= Assemble(), name, [.. Common(), .. arguments]);
            reached = true;
            return (RedisResult[])reply!;
        }
        finally
        {
            RoutingMeter.ScriptTime.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new("script", name), new("reached", reached));
        }
    }

    private async Task<RedisResult> SendAsync(Library library, string name, RedisValue[] values)
    {
        object[] call = [library.FunctionOf(name), keys.All.Length, .. keys.AsArguments, .. values];
        for (var given = false; ; given = true)
        {
            try
            {
                return await redis.WithinAsync(redis.Database.ExecuteAsync("FCALL", call));
            }
            catch (RedisServerException e) when (!given && e.Message.Contains("Function not found", StringComparison.Ordinal))
            {
                await GiveAsync(library);
            }
        }
    }

    private async Task GiveAsync(Library library)
    {
        try
        {
            await redis.WithinAsync(redis.Database.ExecuteAsync("FUNCTION", "LOAD", library.Text));
        }
        catch (RedisServerException e) when (e.Message.Contains("already exists", StringComparison.Ordinal))
        {
            // Somebody else missed it at the same moment.
        }
    }

    /// <summary>The names of all scripts, as embedded.</summary>
    internal static IEnumerable<string> Names =>
        from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(".lua", StringComparison.Ordinal)
        select resource[Prefix.Length..^4] into name
        where !Shared.Contains(name)
        select name;

    /// <summary>What stands before the scripts, in this order: their common words.</summary>
    internal static readonly string[] Shared = ["live", "offering", "freeing", "escalating", "ending", "calling_back", "joining"];

    private const string Prefix = "Hotline.Core.Routing.Redis.";

    internal static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.lua")
            ?? throw new InvalidOperationException($"No script {name}.lua is embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private Library Assemble()
    {
        var text = new StringBuilder();
        foreach (var part in Shared) text.Append(_rewrite(part, Text(part))).Append('\n');
        text.Append("local scripts = {}\n");
        foreach (var name in Names)
        {
            text.Append(CultureInfo.InvariantCulture, $"scripts.{name} = function()\n{_rewrite(name, Text(name))}\nend\n")
                .Append(CultureInfo.InvariantCulture, $"redis.register_function('{Library.Mark}_{name}', function(keys, arguments) begin(keys, arguments) return finish(scripts.{name}()) end)\n");
        }
        return Library.Of(text.ToString());
    }

    private sealed record Library(string Name, string Text)
    {
        /// <summary>Stands for the library's name until its text, which tells it, is known.</summary>
        public const string Mark = "@library";

        public static Library Of(string text)
        {
            var name = "hotline_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
            return new(name, $"#!lua name={name}\n{text.Replace(Mark, name, StringComparison.Ordinal)}");
        }

        public string FunctionOf(string script) => $"{Name}_{script}";
    }
}
