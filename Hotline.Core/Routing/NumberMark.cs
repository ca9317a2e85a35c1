using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>This number's calls are never offered to an operator again.</summary>
/// <param name="Call">The call it was said at.</param>
/// <param name="Reason">Null when its key was destroyed.</param>
public sealed record Avoidance(StaffId Operator, CallId Call, string? Reason, DateTimeOffset SetAt, StaffId SetBy)
{
    /// <summary>The reason is about two people: it never prints.</summary>
    public override string ToString() => $"{Operator} of call {Call}";
}

/// <summary>This number's calls stand further back until a time. It refuses nobody, and never counts in the crisis lane.</summary>
/// <param name="Call">The call it was said at.</param>
/// <param name="Reason">Null when its key was destroyed.</param>
public sealed record NumberBlock(CallId Call, string MaskedNumber, string Centre, string? Reason, DateTimeOffset SetAt, StaffId SetBy, DateTimeOffset Until)
{
    public override string ToString() => $"block of call {Call}";
}

/// <summary>What is asked of whoever marks a number.</summary>
public static class NumberMarkRules
{
    public const int ReasonLeast = 4, ReasonMost = 200;

    /// <summary>A block ends: after an hour at least and thirty days at most.</summary>
    public const int HoursLeast = 1, HoursMost = 30 * 24;
}

/// <summary>What the live state should remember: one operator avoided or no more, a block's end (null: none), or that the risk record is open.</summary>
internal abstract record LiveMark(string NumberKey)
{
    public sealed record Avoid(string NumberKey, StaffId Operator, bool Set) : LiveMark(NumberKey);

    public sealed record Block(string NumberKey, DateTimeOffset? Until) : LiveMark(NumberKey);

    public sealed record OpenRisk(string NumberKey, bool Open) : LiveMark(NumberKey);
}
