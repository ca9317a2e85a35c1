using Hotline.Core.Directory;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>What the routing core asks the policy. Answers come from memory: a call is answered also while the policy's store is away.</summary>
public interface IRoutes
{
    /// <summary>The numbers of the present policy.</summary>
    RouteRules Rules { get; }

    /// <summary>Skills that have lanes.</summary>
    IReadOnlyList<Skill> Skills { get; }

    /// <summary>The way of a caller of this skill, by the number she dialled, else by her own number's area, at this moment.</summary>
    Route Of(Skill skill, string? line, PhoneNumber? caller, DateTimeOffset now);
}

/// <summary>The numbers of a policy that the live state's scripts need. Every one is a default of the shipped policy.</summary>
public sealed record RouteRules
{
    /// <summary>So long she is offered first to the counsellor she spoke with last; zero: never.</summary>
    public TimeSpan SameCounsellorFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>So long at most she waits for that one alone.</summary>
    public TimeSpan SameCounsellorWait { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>A call back within this time goes on where the last one was cut.</summary>
    public TimeSpan Dropped { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>So many calls of one number at once keep their places; further ones stand back.</summary>
    public int PerNumber { get; init; } = 2;

    /// <summary>So many calls on one called number at once.</summary>
    public int PerTrunk { get; init; } = 200;

    /// <summary>How far back a call beyond its share stands.</summary>
    public TimeSpan FloodPenalty { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan WrapUp { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After a call with risk.</summary>
    public TimeSpan RiskWrapUp { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What one press of the key adds.</summary>
    public TimeSpan WrapUpExtension { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan LongestWrapUp { get; init; } = TimeSpan.FromHours(1);

    public CallBackRules CallBack { get; init; } = new();
}

/// <summary>Whether and how waiting callers may be called back.</summary>
public sealed record CallBackRules
{
    public bool Enabled { get; init; } = true;

    /// <summary>She is dialled at most so often for one booking.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>Between two attempts.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest time after booking in which she may be dialled.</summary>
    public TimeSpan Latest { get; init; } = TimeSpan.FromHours(12);
}
