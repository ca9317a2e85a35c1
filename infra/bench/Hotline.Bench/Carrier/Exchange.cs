using System.Collections.Concurrent;
using System.Globalization;
using Hotline.Bench.Measuring;

namespace Hotline.Bench.Carrier;

/// <summary>
/// The carrier: its legs and conferences, and what it does when the product orders something. Every event it would tell is told; nothing is spoken and
/// nobody waits for a telephone, so that only the product's own time is measured. What an order changes is so when it is answered; it is told behind that.
/// </summary>
internal sealed class Exchange(Webhooks webhooks, Faults faults, TimeProvider clock, CancellationToken stop)
{
    private readonly Sids _sids = new();
    private readonly ConcurrentDictionary<string, CallerLine> _callers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OperatorLeg> _operators = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OperatorLeg> _byEndpoint = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Meeting> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Meeting> _byLeg = new(StringComparer.Ordinal);

    public Judge Judge { get; } = new();

    public ICollection<CallerLine> Callers => _callers.Values;

    public CallerLine NewCaller()
    {
        var number = _sids.NextNumber();
        var line = new CallerLine(_sids.Of("CA", number), number, webhooks, clock);
        return _callers[line.Sid] = line;
    }

    /// <summary>A telephone is rung and picked up; what follows happens behind the answer, as at the carrier.</summary>
    public OperatorLeg Ring(string to, string url, string? status, IReadOnlyCollection<string> asked)
    {
        var leg = new OperatorLeg(_sids.Of("CA", _sids.NextNumber()), to, url, status, asked, webhooks, clock);
        Judge.Rings(url, leg.Sid);
        _operators[leg.Sid] = leg;
        var before = _byEndpoint.GetValueOrDefault(to);
        _byEndpoint[to] = leg;
        if (before is { IsOver: false } && _byLeg.TryGetValue(before.Sid, out var talk) && talk.Caller is { IsOver: false, IsInConference: true })
            Judge.Found(Violation.DoubleBridge, $"the telephone {to} rung for a second call while its operator speaks with a caller");
        Behind("an operator's leg", async () =>
        {
            if (await leg.AnswerAsync(stop) is not { } dialled)
            {
                if (leg.Hangs()) await leg.TellEndedAsync(stop);
                return;
            }
            if (leg.IsOver) return;
            if (_byName.TryGetValue(dialled.Name, out var there) && !there.Operator.IsOver) Judge.Found(Violation.DoubleBridge, $"two operators in the conference {dialled.Name}");
            var meeting = _byName[dialled.Name] = _byLeg[leg.Sid] = new Meeting(new Conference(_sids.Of("CF", _sids.NextNumber()), dialled, webhooks, clock), leg);
            await meeting.Conference.TellAsync("participant-join", leg.Sid, stop);
        });
        return leg;
    }

    /// <summary>False: no such leg lives.</summary>
    public bool Move(string sid, DialledConference dialled)
    {
        if (!_callers.TryGetValue(sid, out var caller) || caller.IsOver || !_byName.TryGetValue(dialled.Name, out var meeting) || meeting.Operator.IsOver) return false;
        if (caller.IsInConference) Judge.Found(meeting.Caller == caller ? Violation.EffectTwice : Violation.DoubleBridge, $"a caller moved again while she was in a conference ({dialled.Name})");
        meeting.Caller = caller;
        meeting.After = dialled.Action;
        (caller.IsInConference, caller.WasServed) = (true, true);
        Behind("moving a caller in", async () =>
        {
            await meeting.Conference.TellAsync("conference-start", null, stop);
            await meeting.Conference.TellAsync("participant-join", caller.Sid, stop);
        });
        return true;
    }

    public bool Redirect(string sid, string url)
    {
        if (!_callers.TryGetValue(sid, out var caller) || caller.IsOver) return false;
        Behind("taking a caller out", () => caller.GoOnAsync(url, stop));
        return true;
    }

    public bool End(string sid)
    {
        if (_callers.TryGetValue(sid, out var caller) && !caller.IsOver)
        {
            Behind("ending a caller's leg", () => caller.HangUpAsync(stop));
            return true;
        }
        if (!_operators.TryGetValue(sid, out var leg) || !leg.Hangs()) return false;
        Behind("ending an operator's leg", () => EndAsync(leg));
        return true;
    }

    /// <summary>Null: never heard of.</summary>
    public bool? Lives(string sid) => _callers.TryGetValue(sid, out var caller) ? !caller.IsOver : _operators.TryGetValue(sid, out var leg) ? !leg.IsOver : null;

    public IEnumerable<OperatorLeg> LiveLegsTo(string endpoint) => _operators.Values.Where(leg => !leg.IsOver && leg.To == endpoint);

    public Conference? FindConference(string name) => _byName.TryGetValue(name, out var meeting) && !meeting.Operator.IsOver ? meeting.Conference : null;

    /// <summary>Whether this leg is in this conference.</summary>
    public bool IsIn(string conference, string sid) =>
        _byName.Values.Any(meeting => meeting.Conference.Sid == conference && !meeting.Operator.IsOver && (meeting.Operator.Sid == sid || meeting.Caller?.Sid == sid));

    /// <summary>Whoever is still there goes; what is told of it does not matter any more.</summary>
    public void Forget()
    {
        foreach (var leg in _operators.Values.Where(leg => leg.IsOver).ToList()) _operators.TryRemove(leg.Sid, out _);
        foreach (var caller in _callers.Values.Where(caller => caller.IsOver).ToList()) _callers.TryRemove(caller.Sid, out _);
        Judge.Forget();
    }

    /// <summary>The conference ends when she leaves it; the caller's own leg goes on with the document she was promised.</summary>
    private async Task EndAsync(OperatorLeg leg)
    {
        if (_byLeg.TryRemove(leg.Sid, out var meeting))
        {
            await meeting.Conference.TellAsync("participant-leave", leg.Sid, stop, "participant_updated_via_api");
            if (meeting.Caller is { } caller) await meeting.Conference.TellAsync("participant-leave", caller.Sid, stop, "moderator_ended_conference");
            await meeting.Conference.TellAsync("conference-end", leg.Sid, stop, "participant-with-end-conference-on-exit-left");
            _byName.TryRemove(KeyValuePair.Create(meeting.Conference.Name, meeting));
        }
        await leg.TellEndedAsync(stop);
        if (meeting?.Caller is { } left) await left.GoOnAsync(meeting.After, stop);
    }

    private void Behind(string what, Func<Task> act) => _ = Task.Run(async () =>
    {
        try
        {
            await act();
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            faults.Note(string.Create(CultureInfo.InvariantCulture, $"{what}: {e.GetType().Name}: {e.Message}"));
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }, stop);

    private sealed class Meeting(Conference conference, OperatorLeg @operator)
    {
        public Conference Conference => conference;

        public OperatorLeg Operator => @operator;

        public CallerLine? Caller { get; set; }

        public string? After { get; set; }
    }
}
