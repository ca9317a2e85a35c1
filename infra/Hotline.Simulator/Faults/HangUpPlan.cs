using Hotline.Simulator.Calls;
using Hotline.Simulator.Events;

namespace Hotline.Simulator.Faults;

/// <summary>Callers who hang up a given time after a given moment, however awkward it is.</summary>
internal sealed class HangUpPlan
{
    /// <summary>The moments the simulator sees itself; <c>offer</c> is the product's and is announced through the control API.</summary>
    public static readonly string[] Moments =
        ["incoming", "answered", "gather", "enqueued", "redirected", "callerJoined", "legCreated", "legRinging", "legAnswered", "legJoined", "bridged", "offer"];

    private readonly FaultPlan _faults;
    private readonly Switchboard _switchboard;
    private readonly EventLog _events;
    private readonly TimeProvider _clock;

    public HangUpPlan(FaultPlan faults, Switchboard switchboard, EventLog events, TimeProvider clock)
    {
        _faults = faults;
        _switchboard = switchboard;
        _events = events;
        _clock = clock;
        switchboard.Happened += Consider;
    }

    private void Consider(string moment, Call call)
    {
        if (_faults.Settings.HangUpCallerAt is not { } fault || fault.Event != moment || CallerOf(call) is not { } caller)
            return;
        _ = HangUpAsync(caller, fault);
    }

    private async Task HangUpAsync(Call caller, HangUpFault fault)
    {
        // The gate is held by whoever raised the moment: go on elsewhere, even when there is nothing to wait for.
        await Task.Delay(TimeSpan.FromMilliseconds(fault.AfterMs), _clock).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (_switchboard.End(caller, EndReason.CallerHungUp))
            _events.Append("fault.hangup", caller.Sid, text: $"{fault.Event} + {fault.AfterMs} ms");
    }

    /// <summary>The caller a leg is meant for: in its conference, named by it, or else the one who has waited longest for a human.</summary>
    private Call? CallerOf(Call call)
    {
        if (call.Direction == CallDirection.Inbound)
            return call;
        if (call.Seat?.Conference.Seats.Find(s => s.Call.Direction == CallDirection.Inbound) is { } together)
            return together.Call;
        var traces = $"{call.ParentSid} {call.Seat?.Conference.FriendlyName} {call.Seat?.Label} {call.StatusCallback?.Url.Text} {call.Seat?.Conference.Callback?.Url.Text}";
        var waiting = _switchboard.Select(c => c is { IsLive: true, Direction: CallDirection.Inbound }, c => c, int.MaxValue);
        return waiting.FirstOrDefault(c => traces.Contains(c.Sid, StringComparison.Ordinal))
            ?? waiting.LastOrDefault(c => !c.WasBridged);
    }
}
