using System.Globalization;
using Hotline.Bench.Measuring;
using Hotline.Bench.Running;

namespace Hotline.Bench.Operators;

/// <summary>All operators, connected. Each takes every skill; one more takes legal calls only.</summary>
internal sealed class Shift : IAsyncDisposable
{
    private static readonly string[] EverySkill = ["legal", "psychological", "crisis"];

    private readonly List<Operator> _all = [];

    public IReadOnlyList<Operator> Operators => _all;

    /// <summary>Not one of <see cref="Operators"/>.</summary>
    public Operator Legal { get; private set; } = null!;

    public static async Task<Shift> ConnectAsync(Installation installation, int operators, Faults faults, CancellationToken stop)
    {
        var shift = new Shift();
        try
        {
            using var accounts = new Accounts(installation);
            shift.Legal = await MakeAsync("bench-legal", operators + 1, ["legal"]);
            for (var number = 1; number <= operators; number++)
                shift._all.Add(await MakeAsync(string.Create(CultureInfo.InvariantCulture, $"bench-{number:000}"), number, EverySkill));
            return shift;

            async Task<Operator> MakeAsync(string userName, int number, IEnumerable<string> skills) =>
                await Operator.ConnectAsync(installation.Agent, userName, await accounts.MakeAndSignInAsync(userName, number, skills, stop), faults, stop);
        }
        catch
        {
            await shift.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nobody takes calls: what one bench leaves must not help or hinder the next.</summary>
    public async Task RestAsync(CancellationToken stop)
    {
        foreach (var one in _all.Append(Legal)) await one.AskAsync("SetPresence", stop, "Break", "bench");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _all.Append(Legal)) if (one is not null) await one.DisposeAsync();
    }
}
