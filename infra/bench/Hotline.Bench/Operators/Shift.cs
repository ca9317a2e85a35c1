using System.Globalization;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Operators;

/// <summary>All operators, connected, evenly over the Agents. Each takes every skill; one more takes legal calls only. More come when more are asked for.</summary>
internal sealed class Shift(Installation installation, Faults faults) : IAsyncDisposable
{
    /// <summary>A password's hash is dear to the Agent, and deliberately so: more at once only wait for each other.</summary>
    private const int SignInsAtOnce = 4;

    private const int AskedAtOnce = 16;

    private static readonly string[] EverySkill = ["legal", "psychological", "crisis"];

    private readonly List<Operator> _all = [];
    private readonly Accounts _accounts = new(installation);

    /// <summary>Takes legal calls only.</summary>
    public Operator Legal { get; private set; } = null!;

    public async Task<IReadOnlyList<Operator>> OfAsync(int count, CancellationToken stop)
    {
        if (Legal is null)
        {
            await _accounts.SignInAdministratorAsync(stop);
            Legal = await MakeAsync(0, ["legal"], stop);
        }
        var first = _all.Count + 1;
        if (first <= count)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  operators {first} to {count} sign in"));
            var more = new Operator[count - first + 1];
            await Parallel.ForAsync(0, more.Length, Most(SignInsAtOnce, stop), async (i, cancel) => more[i] = await MakeAsync(first + i, EverySkill, cancel));
            _all.AddRange(more);
        }
        return _all[..count];
    }

    /// <summary>Nobody takes calls: what one bench leaves must not help or hinder the next.</summary>
    public Task RestAsync(CancellationToken stop) => Parallel.ForEachAsync(
        _all.Append(Legal).Where(one => one is not null), Most(AskedAtOnce, stop), async (one, cancel) => await one.AskAsync("SetPresence", cancel, "Break", "bench"));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_all.Append(Legal).Where(one => one is not null).Select(one => one.DisposeAsync().AsTask()));
        _accounts.Dispose();
    }

    private async Task<Operator> MakeAsync(int number, IEnumerable<string> skills, CancellationToken stop)
    {
        var userName = string.Create(CultureInfo.InvariantCulture, $"bench-{number:0000}");
        return await Operator.ConnectAsync(installation.Agents, number, userName, await _accounts.MakeAndSignInAsync(userName, number, skills, stop), faults, stop);
    }

    private static ParallelOptions Most(int atOnce, CancellationToken stop) => new() { MaxDegreeOfParallelism = atOnce, CancellationToken = stop };
}
