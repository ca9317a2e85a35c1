using System.Diagnostics.CodeAnalysis;

namespace Hotline.Simulator.Faults;

internal sealed record CallbackFaults(double Duplicate, bool Reorder, IReadOnlyList<int> DelayMs, int Seed);

/// <param name="MediaElsewhere">A recording's sound is not given but named: a redirect to a signed address, which takes no credentials.</param>
internal sealed record RestFaults(int Next429, int Next500AfterCommit, int Next500BeforeCommit, int DelayMs, bool MediaElsewhere);

internal sealed record HangUpFault(string Event, int AfterMs);

internal sealed record FaultSettings(CallbackFaults Callbacks, RestFaults Rest, HangUpFault? HangUpCallerAt)
{
    public static readonly FaultSettings None = new(new CallbackFaults(0, false, [0, 0], 1), new RestFaults(0, 0, 0, 0, false), null);
}

internal readonly record struct CallbackFate(bool Twice, bool Unordered, TimeSpan Delay);

internal enum RestFate
{
    Served,
    RefusedBusy,
    FailedBeforeCommit,
    FailedAfterCommit,
}

/// <summary>The faults asked for. One seed repeats one sequence of decisions.</summary>
internal sealed class FaultPlan
{
    private const int ReorderWithinMs = 250;
    private readonly Lock _lock = new();
    private FaultSettings _settings = FaultSettings.None;
    private Random _random = Seeded(1);

    public FaultSettings Settings
    {
        get
        {
            lock (_lock)
                return _settings;
        }
        set
        {
            lock (_lock)
            {
                _settings = value;
                _random = Seeded(value.Callbacks.Seed);
            }
        }
    }

    public CallbackFate NextCallback()
    {
        lock (_lock)
        {
            var (duplicate, reorder, range, _) = _settings.Callbacks;
            if (duplicate == 0 && !reorder && range[1] == 0)
                return default;
            var most = reorder ? Math.Max(range[1], ReorderWithinMs) : range[1];
            var delay = most > range[0] ? _random.Next(range[0], most + 1) : range[0];
            return new CallbackFate(_random.NextDouble() < duplicate, reorder, TimeSpan.FromMilliseconds(delay));
        }
    }

    /// <summary>Takes one of the requested refusals or failures for a request that would change something.</summary>
    public RestFate NextCommand()
    {
        lock (_lock)
        {
            var rest = _settings.Rest;
            if (rest.Next429 > 0)
            {
                _settings = _settings with { Rest = rest with { Next429 = rest.Next429 - 1 } };
                return RestFate.RefusedBusy;
            }
            if (rest.Next500BeforeCommit > 0)
            {
                _settings = _settings with { Rest = rest with { Next500BeforeCommit = rest.Next500BeforeCommit - 1 } };
                return RestFate.FailedBeforeCommit;
            }
            if (rest.Next500AfterCommit > 0)
            {
                _settings = _settings with { Rest = rest with { Next500AfterCommit = rest.Next500AfterCommit - 1 } };
                return RestFate.FailedAfterCommit;
            }
            return RestFate.Served;
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "Faults must repeat for one seed.")]
    private static Random Seeded(int seed) => new(seed);
}
