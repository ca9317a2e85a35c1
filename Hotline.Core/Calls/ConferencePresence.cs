using Hotline.Core.Staff;

namespace Hotline.Core.Calls;

/// <summary>
/// Who was in the call's conferences when, replayed from the carrier's facts. A call has several, one after another, all of one name: one ends when
/// somebody leaves it, and the next to come in begins another. Only who was in the same one spoke with each other: an operator whose telephone
/// dropped while the caller was being moved in did not, though within one second the carrier's times cannot tell which of the two came first.
/// A leg leaves by <c>conference.left</c>, by its own end, by being told in a later one, or by the end of the conference it was in; so one lost fact
/// does not leave anybody inside for ever. Who only helps in a call does not speak for its operator: she counts from the moment it became hers; a
/// service never does.
/// </summary>
internal sealed class ConferencePresence
{
    private readonly List<Inside> _inside = [];
    private readonly List<Talk> _talks = [];
    private readonly List<Inside> _talkers = [];
    private DateTimeOffset? _since;

    /// <summary>Somebody inside, since a carrier's second. <paramref name="Token"/>: the offer an operator's leg was dialled for, if told.</summary>
    public sealed record Inside(string Leg, bool Caller, string? Conference, DateTimeOffset Since, StaffId? Operator, string? Token)
    {
        /// <summary>A helper, whose call it is not.</summary>
        public bool Helps { get; init; }

        /// <summary>A conference that was not told may be any.</summary>
        public bool IsIn(string? conference) => conference is null || Conference is null || Conference == conference;
    }

    /// <summary>A stretch of time in which the caller and an operator were both inside; open while <paramref name="Until"/> is null.</summary>
    public sealed record Talk(DateTimeOffset From, DateTimeOffset? Until);

    public IReadOnlyList<Talk> Talks => _talks;

    /// <summary>The operators' legs that were inside together with the caller, in that order.</summary>
    public IReadOnlyList<Inside> Talkers => _talkers;

    /// <summary>Whether joins of both sides were told. If not, the facts say nothing about talking.</summary>
    public bool Told { get; private set; }

    /// <summary>When the caller was last seen leaving, and did not come back.</summary>
    public DateTimeOffset? CallerLeftAt { get; private set; }

    /// <summary>The end of the last talk that ended.</summary>
    public DateTimeOffset? TalkEndedAt => _talks.Count > 0 ? _talks[^1].Until : null;

    public bool Talking => _since is not null;

    public static ConferencePresence Of(CallHistory history)
    {
        var presence = new ConferencePresence();
        bool caller = false, staff = false;
        // A conference tells legs; whom a leg was dialled for, and for which offer, its own facts tell.
        var dialled = history.Of(EventKind.LegRinging, EventKind.LegAnswered, EventKind.LegEnded)
            .Where(h => (h.OfOperator || h.OfHelper) && h["leg"] is not null).ToLookup(h => h["leg"]!, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var h in history.Of(EventKind.Joined, EventKind.TakenOver, EventKind.Left, EventKind.LegEnded, EventKind.ConferenceEnded))
        {
            if (h.Kind is not (EventKind.ConferenceEnded or EventKind.TakenOver) && !h.OfCaller && !h.OfOperator && !h.OfHelper) continue;
            var leg = h["leg"] ?? h["side"];
            switch (h.Kind)
            {
                // It may be told before her coming in: the carrier's times are whole seconds, ours are not.
                case EventKind.TakenOver when leg is not null:
                    taken.Add(leg);
                    if (presence._inside.FindIndex(i => i.Leg == leg) is >= 0 and var hers) presence._inside[hers] = presence._inside[hers] with { Helps = false };
                    break;
                case EventKind.Joined:
                    caller |= h.OfCaller;
                    staff |= h.OfOperator;
                    // Of two conferences within one second the order is not known: the end of the one she was in first tells.
                    presence._inside.RemoveAll(i => i.Leg == leg && (i.Since < h.At || i.IsIn(h["conference"])));
                    Happening[] told = [h, .. dialled[leg!]];
                    presence._inside.Add(new Inside(leg!, h.OfCaller, h["conference"], h.At,
                        told.Select(t => t.Event.Operator).FirstOrDefault(o => o is not null), told.Select(t => t["token"]).FirstOrDefault(t => t is not null))
                    {
                        Helps = h.OfHelper && !taken.Contains(leg!),
                    });
                    if (h.OfCaller) presence.CallerLeftAt = null;
                    break;
                case EventKind.ConferenceEnded:
                    presence.Leave(i => i.IsIn(h["conference"]), h.At);
                    break;
                default:
                    presence.Leave(i => i.Leg == leg && i.IsIn(h["conference"]), h.At);
                    // Her join was lost: having left still says that she is out.
                    if (h.Kind == EventKind.Left && h.OfCaller && !presence._inside.Exists(i => i.Caller)) presence.CallerLeftAt ??= h.At;
                    break;
            }
            presence.Count(h.At);
        }
        presence.Told = caller && staff;
        return presence;
    }

    private void Leave(Predicate<Inside> who, DateTimeOffset at)
    {
        var callers = _inside.Count(i => i.Caller);
        _inside.RemoveAll(who);
        if (callers > 0 && !_inside.Exists(i => i.Caller)) CallerLeftAt = at;
    }

    private void Count(DateTimeOffset at)
    {
        var talkers = _inside.FindAll(o => !o.Caller && !o.Helps && _inside.Exists(i => i.Caller && i.IsIn(o.Conference)));
        var together = talkers.Count > 0;
        _talkers.AddRange(talkers.Where(t => !_talkers.Contains(t)));
        if (together && _since is null)
        {
            _since = at;
            _talks.Add(new Talk(at, null));
        }
        else if (!together && _since is not null)
        {
            _talks[^1] = _talks[^1] with { Until = at };
            _since = null;
        }
    }
}
