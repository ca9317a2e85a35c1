using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Care;

/// <summary>The calls after a risk: each once.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FollowUpStep>))]
public enum FollowUpStep { NextDay, Week, Month, Quarter, Year }

/// <summary>How a follow-up ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FollowUpResult>))]
public enum FollowUpResult
{
    /// <summary>Spoken with; she is well enough.</summary>
    Reached,

    /// <summary>Spoken with; more is needed.</summary>
    NeedsMore,

    /// <summary>Tried as her rule allows, and not reached.</summary>
    NotReached,

    /// <summary>She wants no more calls.</summary>
    Declined,

    /// <summary>Not tried: her safe-contact rule does not allow it.</summary>
    ContactNotSafe,

    /// <summary>Its risk record was closed before it was due. Never a person's answer.</summary>
    RecordClosed,
}

/// <summary>One call after a risk, as work that is due.</summary>
/// <param name="Owner">Whose it is; null: the centre's.</param>
/// <param name="ToldAt">When it was told as missed.</param>
public sealed record FollowUp(
    Guid Id, CareSubject Subject, string Centre, CallId Call, FollowUpStep Step, DateTimeOffset DueAt, StaffId? Owner, string? OwnerName,
    DateTimeOffset? DoneAt, StaffId? DoneBy, FollowUpResult? Result, string? Note, DateTimeOffset? ToldAt)
{
    public override string ToString() => Id.ToString("N");
}
