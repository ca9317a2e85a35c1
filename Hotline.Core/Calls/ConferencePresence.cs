using Hotline.Core.Staff;

namespace Hotline.Core.Calls;

/// <summary>
/// Who was in the call's conference when, replayed from the carrier's facts. A leg leaves by <c>conference.left</c>, by its own end, or by the end
/// of the conference it was in; so one lost fact does not leave anybody inside for ever.
/// </summary>
internal sealed class ConferencePresence
{
    private readonly List<Inside> _inside = [];
    private readonly List<Talk> _talks = [];
    private readonly List<Inside> _talkers = [];
    private DateTimeOffset? _since;

    /// <summary>Somebody inside. <paramref name="Token"/>: the offer an operator's leg was dialled for, if told.</summary>
    public sealed record Inside(string Leg, bool Caller, string? Conference, StaffId? Operator, string? Token);

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
        foreach (var h in history.Of(EventKind.Joined, EventKind.Left, EventKind.LegEnded, EventKind.ConferenceEnded))
        {
            if (h.Kind != EventKind.ConferenceEnded && !h.OfCaller && !h.OfOperator) continue;
            var leg = h["leg"] ?? h["side"];
            switch (h.Kind)
            {
                case EventKind.Joined:
                    caller |= h.OfCaller;
                    staff |= h.OfOperator;
                    presence._inside.RemoveAll(i => i.Leg == leg);
                    presence._inside.Add(new Inside(leg!, h.OfCaller, h["conference"], h.Event.Operator, h["token"]));
                    if (h.OfCaller) presence.CallerLeftAt = null;
                    break;
                case EventKind.ConferenceEnded:
                    presence.Leave(i => h["conference"] is not { } name || i.Conference is null || i.Conference == name, h.At);
                    break;
                default:
                    presence.Leave(i => i.Leg == leg, h.At);
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
        var together = _inside.Exists(i => i.Caller) && _inside.Exists(i => !i.Caller);
        if (together) _talkers.AddRange(_inside.Where(i => !i.Caller && !_talkers.Contains(i)));
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
