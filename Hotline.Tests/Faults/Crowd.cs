using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hotline.Tests.Servers;

namespace Hotline.Tests.Faults;

/// <summary>
/// So many callers on the line at any moment: whoever leaves is followed by another. Most choose legal, some say nothing; some lose patience; all the
/// others wait until somebody talks with them, and hang up after a while.
/// </summary>
internal sealed class Crowd(Carrier carrier, int size, int seed)
{
    private readonly CancellationTokenSource _noMore = new();
    private readonly ConcurrentDictionary<string, CallerIs> _now = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<TimeSpan> _greetings = [];
    private Task[] _lines = [];
    private int _numbers = seed * 10_000;
    private int _bridged;

    private enum CallerIs { Greeted, Waiting, Talking }

    /// <summary>True: nobody dials any more, and nobody loses patience.</summary>
    public bool Still { get; set; }

    /// <summary>How many have talked with an operator since the start.</summary>
    public int Bridged => Volatile.Read(ref _bridged);

    public int Dialled => _greetings.Count + _now.Count;

    public int Greeted => _now.Values.Count(c => c == CallerIs.Greeted);

    public int Waiting => _now.Values.Count(c => c == CallerIs.Waiting);

    public int Talking => _now.Values.Count(c => c == CallerIs.Talking);

    /// <summary>The longest from dialling to hearing the greeting.</summary>
    public TimeSpan SlowestGreeting => _greetings.IsEmpty ? TimeSpan.Zero : _greetings.Max();

    /// <summary>All of them are there: some wait, some talk.</summary>
    public Task ComesAsync(int waiting, int talking)
    {
        _lines = [.. Enumerable.Range(0, size).Select(i => Task.Run(() => LineAsync(new Random(seed * 1000 + i))))];
        return Eventually.True(() => Waiting >= waiting && Talking >= talking, $"{waiting} wait and {talking} talk", TimeSpan.FromSeconds(60));
    }

    /// <summary>Nobody dials any more; those on the line are served.</summary>
    public async Task GoesAsync()
    {
        await _noMore.CancelAsync();
        await Task.WhenAll(_lines).WaitAsync(TimeSpan.FromSeconds(90));
    }

    /// <summary>Everybody hangs up, because the test has failed.</summary>
    public async Task FleesAsync()
    {
        await _noMore.CancelAsync();
        while (!Task.WhenAll(_lines).IsCompleted)
        {
            foreach (var sid in _now.Keys) await carrier.HangsUpAsync(sid);
            await Task.Delay(100);
        }
    }

    private async Task LineAsync(Random chance)
    {
        await Task.Delay(chance.Next(1500));
        while (!_noMore.IsCancellationRequested)
        {
            var sid = "";
            try
            {
                sid = await DialsAsync();
                await LifeAsync(sid, chance);
            }
            finally
            {
                _now.TryRemove(sid, out _);
            }
            do await Task.Delay(chance.Next(200));
            while (Still && !_noMore.IsCancellationRequested);
        }
    }

    private async Task<string> DialsAsync()
    {
        var number = Interlocked.Increment(ref _numbers);
        var sid = await carrier.DialsAsync(string.Create(CultureInfo.InvariantCulture, $"+86139{number:00000000}"));
        _now[sid] = CallerIs.Greeted;
        return sid;
    }

    private async Task LifeAsync(string sid, Random chance)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await carrier.IsAsync(sid, "heard:say:", 2000))
            if (await IsOverAsync(sid)) return;
        _greetings.Add(Stopwatch.GetElapsedTime(since));
        if (chance.Next(4) > 0 && await carrier.IsAsync(sid, "gather", 2000)) await carrier.PressesAsync(sid, '1');
        _now[sid] = CallerIs.Waiting;
        var patience = chance.Next(10) == 0 ? TimeSpan.FromSeconds(1 + chance.NextDouble() * 3) : TimeSpan.MaxValue;
        while (!await carrier.IsAsync(sid, "bridged", 1000))
        {
            if (await IsOverAsync(sid)) return;
            if (Still || Stopwatch.GetElapsedTime(since) < patience) continue;
            await carrier.HangsUpAsync(sid);
            return;
        }
        _now[sid] = CallerIs.Talking;
        Interlocked.Increment(ref _bridged);
        await Task.Delay(chance.Next(800, 2500));
        await carrier.HangsUpAsync(sid);
    }

    private async Task<bool> IsOverAsync(string sid) => (await carrier.CallAsync(sid)).GetProperty("endedAt").ValueKind == JsonValueKind.String;
}
