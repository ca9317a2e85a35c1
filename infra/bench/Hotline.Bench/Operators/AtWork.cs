namespace Hotline.Bench.Operators;

/// <summary>Several desks working at once, from the first offer until the last of them has gone home.</summary>
internal sealed class AtWork
{
    private static readonly TimeSpan HomeWithin = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<Desk> _desks;
    private readonly List<Task> _works;

    public AtWork(IEnumerable<Desk> desks, CancellationToken stop)
    {
        _desks = [.. desks];
        _works = [.. _desks.Select(desk => desk.WorkAsync(stop))];
    }

    public bool AreAtRest => _desks.All(desk => desk.IsAtRest);

    public async Task GoHomeAsync(CancellationToken stop)
    {
        await Task.WhenAll(_desks.Select(desk => desk.GoHomeAsync(stop)));
        await Task.WhenAll(_works).WaitAsync(HomeWithin, stop);
    }
}
