using System.Text.Json.Serialization;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Staff;

namespace Hotline.Core.Messages;

/// <summary>What a caller said while she waited at a closed centre, as everybody may know it: whose voice it is, is sealed.</summary>
/// <param name="Centre">Of the lane she was in.</param>
/// <param name="NumberMask">Empty when her number is withheld.</param>
/// <param name="MayCallAt">When she said by key that she may be called about it; null: she did not.</param>
/// <param name="AnsweredBy">Who spoke with her in the same call after all.</param>
public sealed record LeftMessage(
    Guid Id, CallId Call, string Centre, string NumberMask, DateTimeOffset LeftAt, int Seconds, DateTimeOffset? MayCallAt, MessageSound Sound,
    DateTimeOffset? HeardAt, StaffId? HeardBy, DateTimeOffset? TakenAt, StaffId? TakenBy, DateTimeOffset? ClosedAt, StaffId? ClosedBy, MessageOutcome? Outcome,
    StaffId? AnsweredBy)
{
    /// <summary>A recording is there moments after she spoke: what has not come in so long is told as not arrived.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>May she be called about it at this moment? What she chose by key is a rule like any other; without it, nobody calls.</summary>
    public ContactVerdict MayCall(DateTimeOffset now, TimeZoneInfo zone) => ContactGate.Judge(
        OutboundAct.CallBack, MayCallAt is { } at ? SafeContactRules.ChosenAfterMessage(at, zone) : null, new ContactMoment(now, zone, NumberMask.Length > 0));
}

/// <summary>Whether it can be heard.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageSound>))]
public enum MessageSound
{
    /// <summary>The carrier still has it; it is being fetched.</summary>
    Coming,

    /// <summary>It has not come in <see cref="LeftMessage.Patience"/>. It is still asked for, and may be closed; should it come after all, the message is open again.</summary>
    Overdue,
    Here,

    /// <summary>The carrier never had it, or lost it. Somebody called all the same.</summary>
    Lost,
}

/// <summary>How a message was seen to. The names are the wire and SQL spelling.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageOutcome>))]
public enum MessageOutcome
{
    CalledBack,
    NoContactPossible,
    Referred,
    NothingSaid,
}
