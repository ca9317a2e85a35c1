using Hotline.Core.Telephony;

namespace Hotline.Core.Crisis;

/// <summary>
/// Pages people by text and telephone. A page whose outcome is not known is not noted: its timer orders it again, with <see cref="PageOrder.Again"/>, and
/// whoever does it then looks at the carrier before dialling.
/// </summary>
public interface IPager
{
    /// <summary>Does the order and notes it by <see cref="Escalations.NotePageAsync"/>.</summary>
    Task PageAsync(PageOrder order, CancellationToken stop);

    /// <summary>Somebody has acknowledged: telephones that still ring stop.</summary>
    Task WithdrawAsync(IReadOnlyList<LegId> legs, CancellationToken stop);
}

/// <summary>One page to one person: the same for a step however often it is done, known by its token.</summary>
public sealed record PageOrder(EscalationId Escalation, long Token, OnCallPerson Person, bool Again);
