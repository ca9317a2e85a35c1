namespace Hotline.Bench;

/// <summary>How much of everything.</summary>
internal sealed record Load
{
    /// <summary>How long each load lasts.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The same load before it, not counted: the hosts' code is being compiled.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Round trips in <c>floor</c>.</summary>
    public int FloorSamples { get; init; } = 2000;

    /// <summary>Arriving calls a second in <c>webhook</c>, whole calls a second in <c>dispatch</c>, <c>depth</c>, <c>ladder</c> and <c>recovery</c>.</summary>
    public int CallRate { get; init; } = 100;

    /// <summary>How much longer each of Redis' syncs lasts than this machine's disk takes for it.</summary>
    public TimeSpan Disk { get; init; }

    /// <summary>Arriving calls a second in <c>offer</c>.</summary>
    public int OfferRate { get; init; } = 20;

    /// <summary>Operators connected in <c>offer</c>, <c>next</c> and the smaller <c>memory</c>.</summary>
    public int Operators { get; init; } = 50;

    /// <summary>Operators connected, and all of them working, in <c>dispatch</c>, <c>depth</c>, <c>lifecycles</c>, <c>ladder</c> and <c>recovery</c>; watching in <c>alarm</c> and <c>escalations-open</c>.</summary>
    public int DispatchOperators { get; init; } = 500;

    /// <summary>Callers always waiting in <c>next</c>, <c>dispatch</c>, <c>lifecycles</c>, <c>ladder</c> and <c>recovery</c>.</summary>
    public int Waiting { get; init; } = 200;

    /// <summary>Callers waiting in <c>depth</c>, from few to many.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [10, 100, 1000, 10_000];

    /// <summary>Offers measured one after the other at each depth, of each kind.</summary>
    public int DepthSamples { get; init; } = 200;

    /// <summary>Requests of the waiting loop a second in <c>depth</c>, the same at every depth, so that depth is all that differs.</summary>
    public int DepthBeats { get; init; } = 150;

    /// <summary>Whole calls a second in <c>lifecycles</c>.</summary>
    public int LifecycleRate { get; init; } = 300;

    /// <summary>How long <c>lifecycles</c> lasts.</summary>
    public TimeSpan LifecycleLength { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>At a third of its rate, before.</summary>
    public TimeSpan LifecycleWarmUp { get; init; } = TimeSpan.FromSeconds(40);

    public int SmallMemoryWaiting { get; init; } = 500;

    public int LargeMemoryWaiting { get; init; } = 10_000;

    public int LargeMemoryOperators { get; init; } = 2000;

    /// <summary>Alarms a second in <c>alarm</c>.</summary>
    public int AlarmRate { get; init; } = 5;

    /// <summary>Escalations nobody answers in <c>ladder</c>.</summary>
    public int LadderOpen { get; init; } = 200;

    /// <summary>Open ones in <c>escalations-open</c>.</summary>
    public int EscalationsOpen { get; init; } = 1000;

    /// <summary>Part of them that nobody has answered.</summary>
    public double EscalationsPaging { get; init; } = 0.05;

    /// <summary>How long <c>ladder</c> and each half of <c>escalations-open</c> last: a step is done every 20 s, and everybody looks every 10 s.</summary>
    public TimeSpan LadderLength { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long <c>recovery</c> looks on after each kill.</summary>
    public TimeSpan RecoveryWindow { get; init; } = TimeSpan.FromSeconds(15);

    private static readonly Load Small = new()
    {
        Length = TimeSpan.FromSeconds(3),
        WarmUp = TimeSpan.FromSeconds(1),
        FloorSamples = 200,
        CallRate = 20,
        OfferRate = 4,
        Operators = 6,
        DispatchOperators = 24,
        Waiting = 20,
        Depths = [10, 50],
        DepthSamples = 20,
        DepthBeats = 10,
        LifecycleRate = 30,
        LifecycleLength = TimeSpan.FromSeconds(5),
        LifecycleWarmUp = TimeSpan.FromSeconds(1),
        SmallMemoryWaiting = 50,
        LargeMemoryWaiting = 200,
        LargeMemoryOperators = 40,
        LadderOpen = 10,
        EscalationsOpen = 40,
        LadderLength = TimeSpan.FromSeconds(5),
        RecoveryWindow = TimeSpan.FromSeconds(5),
    };

    public static Load Of(CommandLine command)
    {
        var load = command.Quick ? Small : new Load();
        if (command.Seconds is { } seconds)
            load = load with { Length = TimeSpan.FromSeconds(seconds), LifecycleLength = TimeSpan.FromSeconds(seconds), LadderLength = TimeSpan.FromSeconds(seconds) };
        if (command.Long) load = load with { LifecycleLength = TimeSpan.FromMinutes(10) };
        if (command.Operators is { } operators) load = load with { DispatchOperators = operators };
        if (command.DiskMs is { } milliseconds) load = load with { Disk = TimeSpan.FromMilliseconds(milliseconds) };
        if (command.CallRate is { } callRate) load = load with { CallRate = callRate };
        return command.Rate is { } rate ? load with { LifecycleRate = rate } : load;
    }
}
