using Hotline.Agent.Care;
using Hotline.Core.Calls;
using Hotline.Core.Messages;
using Hotline.Core.Staff;

namespace Hotline.Agent.Messages;

/// <summary>A message a caller left while her centre was closed. Her number is masked; her voice is at <c>/api/messages/{id}/sound</c>.</summary>
/// <param name="Contact">Whether she may be called about it now, and why.</param>
/// <param name="Mine">Oneself sees to it.</param>
/// <param name="AnsweredByName">Who spoke with her in the same call after all.</param>
public sealed record MessageView(
    string Id, CallId Call, string Centre, string MaskedNumber, DateTimeOffset LeftAt, int Seconds, MessageSound Sound, ContactView Contact,
    DateTimeOffset? HeardAt, string? HeardByName, StaffId? TakenBy, string? TakenByName, bool Mine,
    DateTimeOffset? ClosedAt, string? ClosedByName, MessageOutcome? Outcome, string? AnsweredByName);

/// <summary>Messages nobody has heard, and how long the first of them has waited.</summary>
public sealed record MessageCount(int Unheard, DateTimeOffset? Oldest);

/// <param name="From">Who saw to it until now, as it was shown; null: nobody.</param>
public sealed record TakeMessage(StaffId? From);

/// <param name="Outcome">One of <see cref="MessageOutcome"/>.</param>
public sealed record CloseMessage(string? Outcome);
