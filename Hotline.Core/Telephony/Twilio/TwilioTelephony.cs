using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>Whether a leg is in a conference, as the carrier says.</summary>
internal enum Whereabouts { Inside, Outside, Unclear }

/// <summary>The port on Twilio's wire protocol. What may have been done is looked for, never done again blindly.</summary>
internal sealed class TwilioTelephony(
    TwilioRest rest, TwilioWebhooks webhooks, IOptions<TwilioOptions> options, TimeProvider clock, TwilioPace pace, ILogger<TwilioTelephony> log)
    : ITelephony
{
    private const int Moves = 2;
    private const int Remembered = 10_000;

    /// <summary>20,000 legs of one status: more than one network has.</summary>
    private const int MostPages = 40;

    private readonly string _from = options.Value.From;
    private readonly string _callBackFrom = options.Value.CallBackFrom is { Length: > 0 } neutral ? neutral : options.Value.From;
    private readonly TwilioDialling _dialling = new(rest, clock, pace, log);
    private readonly TwilioTexts _texts = new(rest, options.Value.From, clock, pace, log);
    private readonly ConcurrentDictionary<CallId, string> _conferences = new();

    /// <summary>Calls whose caller was ordered into the conference before; true: with unclear outcome.</summary>
    private readonly ConcurrentDictionary<CallId, bool> _moved = new();

    public Task<RingOutcome> RingOperatorAsync(RingOperator ring, CancellationToken stop) =>
        RingAsync("ring-operator", ring, webhooks.LegUrl(ring), webhooks.LegStatusUrl(ring), stop);

    public Task<RingOutcome> RingCallerAsync(RingCaller ring, CancellationToken stop)
    {
        var dial = new TwilioDial(
            _callBackFrom, ring.Number.Reveal(), webhooks.CallBackUrl(ring), webhooks.CallBackStatusUrl(ring), ring.Timeout, TwilioWebhooks.LongestCall, "From",
            MachineTold.AfterItsGreeting);
        return ring.Again ? _dialling.RingAgainAsync("ring-caller", $"Call {ring.Call}", dial, stop) : _dialling.RingAsync("ring-caller", $"Call {ring.Call}", dial, stop);
    }

    /// <summary>
    /// Nothing is told of the leg: its own request for words, and its key, say all that counts. Nothing is to be left on a machine, so it is told at once, while
    /// it still speaks itself.
    /// </summary>
    public Task<RingOutcome> RingForPageAsync(RingPage ring, CancellationToken stop)
    {
        var dial = new TwilioDial(_from, ring.Number.Reveal(), webhooks.PageUrl(ring), StatusUrl: null, ring.Timeout, TwilioWebhooks.LongestPage, "From", MachineTold.AtOnce);
        return ring.Again
            ? _dialling.RingAgainAsync("ring-page", $"Escalation {ring.Escalation}", dial, stop)
            : _dialling.RingAsync("ring-page", $"Escalation {ring.Escalation}", dial, stop);
    }

    public Task<TextOutcome> TextAsync(TextMessage text, CancellationToken stop) => _texts.SendAsync(text, stop);

    public async Task<LegOutcome> StopRingingAsync(LegId leg, CancellationToken stop) =>
        OutcomeOf(await rest.SetAsync("stop-ringing", $"/Calls/{Path(leg)}.json", Form([("Status", "canceled")]), stop));

    public Task<RingOutcome> RingHelperAsync(RingOperator ring, CancellationToken stop) =>
        RingAsync("ring-helper", ring, webhooks.HelperUrl(ring), webhooks.HelperStatusUrl(ring), stop);

    private async Task<RingOutcome> RingAsync(string operation, RingOperator ring, string url, string statusUrl, CancellationToken stop)
    {
        var dial = new TwilioDial(_from, ring.Endpoint, url, statusUrl, ring.Timeout, TwilioWebhooks.LongestCall, "To");
        await ClearAsync(ring, dial, stop);
        return await _dialling.RingAsync(operation, $"Call {ring.Call}", dial, stop);
    }

    // Only a leg that is known to be an old one is ended: of two to one telephone, the unknown one may be a page. A caller waits for this, so not for long.
    private async Task ClearAsync(RingOperator ring, TwilioDial dial, CancellationToken stop)
    {
        if (ring.Before is OnTheLine.Nothing) return;
        using var late = new CancellationTokenSource(pace.Clearing, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late.Token);
        // An earlier leg's end is ordered to its end, however late; only the waiting for it is bounded.
        var cleared = ring.Before is OnTheLine.Earlier earlier ? EndLegAsync(earlier.Leg, stop) : _dialling.WaitForFreeAsync(dial, either.Token);
        await cleared.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    public Task<RingOutcome> RingServiceAsync(RingService ring, CancellationToken stop) => _dialling.RingAsync(
        "ring-service", $"Call {ring.Call}",
        new TwilioDial(_from, ring.Number.Reveal(), webhooks.ServiceUrl(ring), webhooks.ServiceStatusUrl(ring), ring.Timeout, TwilioWebhooks.LongestCall, "To"), stop);

    public async Task<LegOutcome> MoveCallerInAsync(CallId call, LegId caller, Skill? skill, bool again, CancellationToken stop)
    {
        // Moving her a second time takes her out of the conference for a moment, and her leaving ends it for the operator. So wherever an
        // earlier order may have been carried out, she is looked for before another one goes out.
        if (_moved.TryGetValue(call, out var unclear) || again)
        {
            var where = await WhereIsCallerAsync(call, caller, stop);
            if (where == Whereabouts.Inside || ((unclear || again) && where == Whereabouts.Unclear)) return Settle(call, where);
        }
        (string, string)[] form = [("Twiml", new TwiML(webhooks.CallerJoins(call, skill)).ToInlineXml())];
        for (var move = 0; move < Moves; move++)
        {
            var answer = await rest.OnceAsync("move-caller", $"/Calls/{Path(caller)}.json", Form(form), stop);
            if (answer.Fault != RestFault.Unclear)
            {
                if (answer.Done) Remember(_moved, call, false);
                return OutcomeOf(answer);
            }
            Remember(_moved, call, true);
            var where = Whereabouts.Unclear;
            for (var look = 0; look < TwilioDialling.Looks && where != Whereabouts.Inside; look++)
            {
                await Task.Delay(pace.Look, clock, stop);
                where = await WhereIsCallerAsync(call, caller, stop);
            }
            if (where != Whereabouts.Outside) return Settle(call, where);
        }
        return Settle(call, Whereabouts.Outside);
    }

    public async Task<LegOutcome> TakeCallerOutAsync(CallId call, LegId caller, Skill? skill, CancellationToken stop)
    {
        _moved.TryRemove(call, out _);
        _conferences.TryRemove(call, out _);
        // The carrier asks the interrupted Dial's action first and throws that answer away; both are the same document, which may be asked twice.
        (string, string)[] form = [("Url", webhooks.AfterConference(call, skill)), ("Method", "POST")];
        return OutcomeOf(await rest.SetAsync("take-caller-out", $"/Calls/{Path(caller)}.json", Form(form), stop));
    }

    public async Task<ReturnOutcome> ReturnCallerAsync(CallId call, LegId caller, Skill skill, CancellationToken stop)
    {
        switch (await CallerCompany.IsWithAsync(rest, call, caller, stop))
        {
            case null: return ReturnOutcome.Failed;
            case true: return ReturnOutcome.WithSomebody;
        }
        (string, string)[] form = [("Url", webhooks.AfterConference(call, skill)), ("Method", "POST")];
        return OutcomeOf(await rest.SetAsync("return-caller", $"/Calls/{Path(caller)}.json", Form(form), stop)) switch
        {
            LegOutcome.Done => ReturnOutcome.Done,
            LegOutcome.Gone => ReturnOutcome.Gone,
            LegOutcome.Failed => ReturnOutcome.Failed,
        };
    }

    public async Task<LegOutcome> SetHoldAsync(CallId call, LegId caller, bool held, CancellationToken stop) =>
        await SetParticipantAsync("hold", call, caller,
            held ? [("Hold", "true"), ("HoldUrl", webhooks.HoldUrl), ("HoldMethod", "POST")] : [("Hold", "false")], stop);

    public async Task<LegOutcome> SetMuteAsync(CallId call, LegId operatorLeg, bool muted, CancellationToken stop) =>
        await SetParticipantAsync("mute", call, operatorLeg, [("Muted", muted ? "true" : "false")], stop);

    public async Task<LegOutcome> SetJoinAsync(CallId call, LegId leg, LegId? coached, bool endsCall, CancellationToken stop)
    {
        var ends = ("EndConferenceOnExit", endsCall ? "true" : "false");
        return await SetParticipantAsync("join", call, leg, coached is { } one ? [("Coaching", "true"), ("CallSidToCoach", one.Value), ends] : [("Coaching", "false"), ends], stop);
    }

    public async Task<LegOutcome> EndLegAsync(LegId leg, CancellationToken stop)
    {
        var answer = await rest.SetAsync("end-leg", $"/Calls/{Path(leg)}.json", Form([("Status", "completed")]), stop);
        // "Not in progress" is said of a leg that has ended and, by strict engines, of one that still rings: only "canceled" tells them apart.
        if (answer.Code == RestAnswer.CallNotInProgress)
            answer = await rest.SetAsync("cancel-leg", $"/Calls/{Path(leg)}.json", Form([("Status", "canceled")]), stop);
        return OutcomeOf(answer);
    }

    public async Task<LegStatus> LookUpAsync(LegId leg, CancellationToken stop)
    {
        var answer = await rest.GetAsync("look-up", $"/Calls/{Path(leg)}.json", stop);
        return answer switch
        {
            { Done: true } => StatusOf(answer.Text("status")),
            { Gone: true } => LegStatus.Ended,
            _ => LegStatus.Unknown,
        };
    }

    public async Task<IReadOnlyList<LiveLeg>?> ListLiveLegsAsync(CancellationToken stop)
    {
        var legs = new Dictionary<string, LiveLeg>(StringComparer.Ordinal);
        // In the order a leg goes through them, so that one that goes on meanwhile is in a later list.
        foreach (var status in new[] { "queued", "ringing", "in-progress" })
        {
            var path = $"/Calls.json?Status={status}&PageSize=500";
            for (var page = 0; path is not null; page++)
            {
                var asked = clock.GetUtcNow();
                var answer = page < MostPages ? await rest.GetAsync("list-live", path, stop) : null;
                if (answer is not { Done: true }) return null;
                foreach (var leg in answer.Items("calls"))
                {
                    if (RestAnswer.Text(leg, "sid") is not { Length: > 0 } sid || TwilioDialling.CreatedAt(leg) is not { } created) continue;
                    var ours = RestAnswer.Text(leg, "direction") == "outbound-api" && TwilioDialling.SameEndpoint(RestAnswer.Text(leg, "from"), _from);
                    legs[sid] = new LiveLeg(new LegId(sid), ours, (answer.Carrier ?? asked) - created);
                }
                path = NextPage(answer);
            }
        }
        return [.. legs.Values];
    }

    // The carrier's path begins at its root, ours behind the account.
    private static string? NextPage(RestAnswer answer) =>
        answer.Text("next_page_uri") is { } next && next.IndexOf("/Calls.json", StringComparison.Ordinal) is >= 0 and var at ? next[at..] : null;

    private LegOutcome Settle(CallId call, Whereabouts where)
    {
        TwilioLog.MoveUnclear(log, call, where);
        if (where != Whereabouts.Inside) return LegOutcome.Failed;
        Remember(_moved, call, false);
        return LegOutcome.Done;
    }

    /// <summary>Asked by repeating what is already so: her leaving ends the conference. The carrier knows her there, or answers "not found".</summary>
    private async Task<Whereabouts> WhereIsCallerAsync(CallId call, LegId caller, CancellationToken stop)
    {
        var remembered = _conferences.ContainsKey(call);
        if (await ConferenceAsync(call, stop) is not { } conference) return Whereabouts.Unclear;
        var answer = await rest.SetAsync("find-caller", Participant(conference, caller), Form([("EndConferenceOnExit", "true")]), stop);
        if (answer.Done) return Whereabouts.Inside;
        if (!answer.Gone) return Whereabouts.Unclear;
        _conferences.TryRemove(call, out _);
        // A remembered conference may have been an earlier one of this call.
        return remembered ? await WhereIsCallerAsync(call, caller, stop) : Whereabouts.Outside;
    }

    private async Task<LegOutcome> SetParticipantAsync(string operation, CallId call, LegId leg, (string, string)[] change, CancellationToken stop)
    {
        for (var look = 0; look < TwilioDialling.Looks; look++)
        {
            if (look > 0) await Task.Delay(pace.Look, clock, stop);
            if (await ConferenceAsync(call, stop) is not { } conference) continue;
            var answer = await rest.SetAsync(operation, Participant(conference, leg), Form(change), stop);
            if (!answer.Gone) return OutcomeOf(answer);
            _conferences.TryRemove(call, out _); // perhaps a later conference of the same call
            break;
        }
        // The carrier's list of conferences lags: only the leg itself tells "over" from "not listed yet".
        return await LookUpAsync(leg, stop) == LegStatus.Ended ? LegOutcome.Gone : LegOutcome.Failed;
    }

    private async Task<string?> ConferenceAsync(CallId call, CancellationToken stop)
    {
        if (_conferences.TryGetValue(call, out var known)) return known;
        var answer = await rest.GetAsync("find-conference", $"/Conferences.json?FriendlyName={call}&PageSize=20", stop);
        // One that only the operator is in may still be "init", so the list is asked for every status.
        var sid = answer.Items("conferences")
            .Where(conference => RestAnswer.Text(conference, "friendly_name") == call.ToString() && RestAnswer.Text(conference, "status") != "completed")
            .Select(conference => RestAnswer.Text(conference, "sid"))
            .FirstOrDefault();
        if (sid is null) TwilioLog.NoConference(log, call);
        else Remember(_conferences, call, sid);
        return sid;
    }

    /// <summary>A cache, never the truth: when it is full it starts anew.</summary>
    private static void Remember<T>(ConcurrentDictionary<CallId, T> cache, CallId call, T value)
    {
        if (cache.Count >= Remembered) cache.Clear();
        cache[call] = value;
    }

    private static LegOutcome OutcomeOf(RestAnswer answer) =>
        answer.Done ? LegOutcome.Done : answer.Gone ? LegOutcome.Gone : LegOutcome.Failed;

    internal static LegStatus StatusOf(string? status) => status switch
    {
        "queued" or "initiated" or "ringing" or "in-progress" => LegStatus.Live,
        "completed" or "busy" or "failed" or "no-answer" or "canceled" => LegStatus.Ended,
        _ => LegStatus.Unknown,
    };

    private static string Participant(string conference, LegId leg) =>
        $"/Conferences/{Uri.EscapeDataString(conference)}/Participants/{Path(leg)}.json";

    private static string Path(LegId leg) => Uri.EscapeDataString(leg.Value);

    internal static KeyValuePair<string, string>[] Form(IEnumerable<(string Name, string Value)> fields) =>
        fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).ToArray();
}
