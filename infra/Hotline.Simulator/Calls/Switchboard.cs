using Hotline.Simulator.Events;
using Hotline.Simulator.Judging;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Calls;

internal enum RedirectOutcome
{
    Accepted,
    NotInProgress,
}

internal enum PressOutcome
{
    Taken,
    NobodyListens,
    CallEnded,
}

/// <summary>All legs and what happens to them. See <see cref="Call"/> for the locking rule.</summary>
internal sealed class Switchboard(SimulatorSettings settings, Pace pace, TimeProvider clock, EventLog events, Judge judge, CallProgress progress)
{
    private const int EndedKept = 5_000;
    private readonly Dictionary<string, Call> _calls = [];
    private readonly Queue<string> _ended = new();

    public Lock Gate { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public string AccountSid => settings.AccountSid;

    /// <summary>Raised under the gate.</summary>
    public event Action<string, Call>? Happened;

    public Call Create(CallDirection direction, string from, string to, string? parentSid = null, Action<Call>? prepare = null)
    {
        lock (Gate)
        {
            var call = new Call(Sid.New("CA"), direction, from, to, Now, new SilenceMeter(clock, pace.Speed)) { ParentSid = parentSid };
            call.IsHuman = direction == CallDirection.Inbound;
            call.Status = direction == CallDirection.Inbound ? CallStatus.Ringing : CallStatus.Queued;
            prepare?.Invoke(call);
            _calls.Add(call.Sid, call);
            judge.Created(call);
            events.Append("call.created", call.Sid, text: $"{call.Direction.Word()} {from} → {to}");
            Happened?.Invoke(direction == CallDirection.Inbound ? "incoming" : "legCreated", call);
            return call;
        }
    }

    public Call? Find(string sid)
    {
        lock (Gate)
            return _calls.GetValueOrDefault(sid);
    }

    public IReadOnlyList<T> Select<T>(Func<Call, bool> which, Func<Call, T> view, int most)
    {
        lock (Gate)
            return [.. _calls.Values.Where(which).OrderByDescending(c => c.CreatedAt).Take(most).Select(view)];
    }

    public CallView View(Call call)
    {
        lock (Gate)
            return CallView.Of(call);
    }

    /// <summary>Moves a leg forward; a leg that has ended stays ended.</summary>
    public bool Advance(Call call, CallStatus status)
    {
        lock (Gate)
        {
            if (!call.IsLive || status.IsEnd())
                return false;
            call.Status = status;
            if (status == CallStatus.InProgress)
                call.AnsweredAt ??= Now;
            events.Append("call.status", call.Sid, call.Phone?.Address, text: status.Word());
            progress.Report(call, status);
            if (status is CallStatus.Ringing or CallStatus.InProgress && call.Direction != CallDirection.Inbound)
                Happened?.Invoke(status == CallStatus.Ringing ? "legRinging" : "legAnswered", call);
            else if (status == CallStatus.InProgress)
                Happened?.Invoke("answered", call);
            Change(call);
            return true;
        }
    }

    /// <summary>Ends a leg once; the first reason wins. <c>Completed</c> for a leg that was never answered becomes what the carrier would report.</summary>
    public bool End(Call call, EndReason reason, CallStatus status = CallStatus.Completed)
    {
        lock (Gate)
        {
            if (!call.IsLive)
                return false;
            var wasQueued = call.Status == CallStatus.Queued;
            if (status == CallStatus.Completed && call.AnsweredAt is null)
                status = call.Direction == CallDirection.Inbound ? CallStatus.NoAnswer : CallStatus.Canceled;
            call.Status = status;
            call.EndReason = reason;
            call.EndedAt = Now;
            call.Keys = null;
            call.Redirect = null;
            Sounds(call, Sound.Speech);
            call.OnEnd?.Invoke();
            call.OnEnd = null;
            call.Phone?.Released(call);
            events.Append("call.ended", call.Sid, call.Phone?.Address, text: $"{status.Word()} ({reason})");
            if (!wasQueued)
                progress.Report(call, status);
            judge.Ended(call);
            Happened?.Invoke("ended", call);
            Change(call);
            // Never cancel inline: continuations would run inside the gate.
            _ = call.Turn.CancelAsync();
            _ended.Enqueue(call.Sid);
            if (_ended.Count > EndedKept)
                _calls.Remove(_ended.Dequeue());
            return true;
        }
    }

    public RedirectOutcome Redirect(Call call, TwimlSource source)
    {
        lock (Gate)
        {
            if (call.Status != CallStatus.InProgress)
                return RedirectOutcome.NotInProgress;
            call.Redirect = source;
            call.Keys = null;
            events.Append("call.redirected", call.Sid, text: source.ToString());
            Happened?.Invoke("redirected", call);
            _ = call.Turn.CancelAsync();
            return RedirectOutcome.Accepted;
        }
    }

    /// <summary>Called by the leg's own task after its turn was cancelled: where to go on, or nothing when the call has ended.</summary>
    public TwimlSource? TakeRedirect(Call call)
    {
        lock (Gate)
        {
            if (!call.IsLive || call.Redirect is not { } source)
                return null;
            call.Redirect = null;
            call.Turn = new CancellationTokenSource();
            return source;
        }
    }

    public CallStatus StatusOf(Call call)
    {
        lock (Gate)
            return call.Status;
    }

    public CancellationToken TurnOf(Call call)
    {
        lock (Gate)
            return call.Turn.Token;
    }

    public void Hear(Call call, string kind, string text, string? language = null, string? voice = null)
    {
        lock (Gate)
        {
            if (!call.IsLive)
                return;
            call.Hear(Now, kind, text, language, voice);
            if (call.Greeting is { } greeting && kind is "say" or "play")
                (greeting.IsCompleted ? call.Recorded : call.SaidIntoGreeting).Add(text);
            events.Append("call.heard", call.Sid, call.Phone?.Address, text: $"{kind}: {text}");
            if (kind == "gather")
                Happened?.Invoke("gather", call);
            Change(call);
        }
    }

    public void Sounds(Call call, Sound sound, double atMost = double.MaxValue)
    {
        lock (Gate)
        {
            if (call.Silence.Change(sound, atMost) is not { } seconds)
                return;
            call.Hear(Now, "silence", $"{seconds:0.0} s", null, null);
            judge.WasSilent(call, seconds);
            Change(call);
        }
    }

    /// <summary>What a verb lets the party hear. Nothing is heard any more once the verb's turn is over.</summary>
    public void Perform(Call call, Sound sound, string kind, string text, string? language, string? voice, CancellationToken turn, double atMost = double.MaxValue)
    {
        lock (Gate)
        {
            turn.ThrowIfCancellationRequested();
            Sounds(call, sound, atMost);
            Hear(call, kind, text, language, voice);
        }
    }

    public PressOutcome Press(Call call, string digits)
    {
        lock (Gate)
        {
            if (!call.IsLive)
                return PressOutcome.CallEnded;
            call.DigitsPressed = call.DigitsPressed.Length < 200 ? call.DigitsPressed + digits : digits;
            events.Append("call.digits", call.Sid, call.Phone?.Address, text: digits);
            Change(call);
            if (call.Keys is not { } keys)
                return PressOutcome.NobodyListens;
            foreach (var digit in digits)
                keys.Writer.TryWrite(digit);
            return PressOutcome.Taken;
        }
    }

    public void Error(Call call, int code, string message, string url)
    {
        lock (Gate)
        {
            call.AddError($"{code} {message} ({url})");
            judge.ApplicationFailed(call.Sid, code, message, url);
            events.Append("call.error", call.Sid, text: $"{code} {message} ({url})");
            Change(call);
        }
    }

    public void SchemaWarning(Call call, string message)
    {
        lock (Gate)
        {
            call.AddError("12200 schema warning: " + message);
            events.Append("call.warning", call.Sid, text: "12200 " + message);
            Change(call);
        }
    }

    public void Tell(string happening, Call call)
    {
        lock (Gate)
            Happened?.Invoke(happening, call);
    }

    /// <summary>Needs the gate.</summary>
    public static void Change(Call call)
    {
        call.Changed?.TrySetResult();
        call.Changed = null;
    }

    /// <returns>The call as soon as the condition holds, or null at the time-out.</returns>
    public async Task<CallView?> WaitAsync(Call call, Func<Call, bool> condition, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task change;
            lock (Gate)
            {
                if (condition(call))
                    return CallView.Of(call);
                call.Changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                change = call.Changed.Task;
            }
            try
            {
                await change.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    public void Reset()
    {
        lock (Gate)
        {
            // Callers first: none is released from a conference to ask for where she goes on.
            foreach (var call in _calls.Values.Where(c => c.IsLive).OrderBy(c => c.Direction != CallDirection.Inbound).ToList())
                End(call, EndReason.Reset);
            _calls.Clear();
            _ended.Clear();
            judge.Reset();
            events.Append("simulator.reset");
        }
    }
}
