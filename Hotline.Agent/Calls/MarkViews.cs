using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Agent.Calls;

/// <summary>Who is never offered this caller's calls again, as far as one may see it: an operator sees herself, whoever oversees the centre sees all.</summary>
/// <param name="Withheld">The number is not known: nothing can be remembered of it.</param>
/// <param name="MayStepBack">One may ask it for oneself.</param>
/// <param name="MayChoose">One may ask it for another, and lift it.</param>
/// <param name="Choices">Those of the call for whom it can be asked; empty unless one may choose.</param>
public sealed record AvoidancesView(
    bool Withheld, bool MayStepBack, bool MayChoose, IReadOnlyList<AvoidableView> Choices, IReadOnlyList<AvoidanceView> Items);

public sealed record AvoidableView(StaffId Id, string Name);

/// <param name="Reason">Null for whoever may not read it, or when its key was destroyed.</param>
public sealed record AvoidanceView(StaffId Operator, string OperatorName, string? Reason, DateTimeOffset SetAt, string SetByName);

/// <param name="Operator">Left out: oneself.</param>
/// <param name="Reason">4 to 200 characters; sealed, and kept in the audit log with long numbers masked.</param>
public sealed record AskAvoidance(StaffId? Operator, string? Reason);

/// <summary>The block of this caller's number.</summary>
/// <param name="Withheld">The number is not known: nothing can be remembered of it.</param>
/// <param name="Block">Null: none stands.</param>
public sealed record CallBlockView(bool Withheld, BlockView? Block);

/// <summary>Until then this number's calls stand further back. Nobody is refused, and the crisis key leads to a human as ever.</summary>
/// <param name="Call">The call it was said at; it is lifted there.</param>
public sealed record BlockView(CallId Call, string MaskedNumber, string? Reason, DateTimeOffset SetAt, string SetByName, DateTimeOffset Until);

/// <param name="Reason">4 to 200 characters; sealed, and kept in the audit log with long numbers masked.</param>
/// <param name="Hours">For how long: 1 to 720.</param>
public sealed record AskBlock(string? Reason, int? Hours);

/// <param name="Reason">4 to 200 characters; kept in the audit log.</param>
public sealed record AskLift(string? Reason);
