using Hotline.Simulator.Calls;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Phones;

/// <summary>Rings a leg's phone until it is answered, refused, timed out or called off.</summary>
internal sealed class Dialler(Switchboard switchboard, PhoneBook phones, Pace pace)
{
    private static readonly TimeSpan UntilBusyTone = TimeSpan.FromMilliseconds(300);

    /// <returns>True when somebody picked up; otherwise the leg has ended.</returns>
    public async Task<bool> RingAsync(Call leg, TimeSpan timeout)
    {
        var turn = switchboard.TurnOf(leg);
        if (!switchboard.Advance(leg, CallStatus.Initiated))
            return false;
        try
        {
            if (phones.Ring(leg) is not { } answer)
            {
                await pace.DelayAsync(UntilBusyTone, turn);
                switchboard.End(leg, EndReason.Busy, CallStatus.Busy);
                return false;
            }
            if (!switchboard.Advance(leg, CallStatus.Ringing))
                return false;
            Act(leg, answer);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(turn);
            var picked = answer.Task.WaitAsync(limit.Token);
            var tooLong = pace.DelayAsync(timeout, limit.Token);
            if (await Task.WhenAny(picked, tooLong) == tooLong)
            {
                await limit.CancelAsync();
                switchboard.End(leg, EndReason.NoAnswer, CallStatus.NoAnswer);
                return false;
            }
            var outcome = await picked;
            await limit.CancelAsync();
            if (outcome == RingAnswer.Declined)
            {
                switchboard.End(leg, EndReason.Rejected, CallStatus.Busy);
                return false;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        if (!switchboard.Advance(leg, CallStatus.InProgress))
            return false;
        phones.Connected(leg);
        Greet(leg);
        switchboard.Sounds(leg, Sound.Speech);
        return true;
    }

    /// <summary>A person at an automatic phone presses the key a moment after she is asked to.</summary>
    public async Task PressWhenAskedAsync(Call leg, CancellationToken ct)
    {
        string? key;
        lock (switchboard.Gate)
            key = leg.Phone is { Mode: PhoneMode.Auto } phone ? phone.Press : null;
        if (key is null)
            return;
        try
        {
            await pace.DelayAsync(TimeSpan.FromSeconds(1), ct);
            switchboard.Press(leg, key);
        }
        catch (OperationCanceledException)
        {
            // The question ended before the key was pressed.
        }
    }

    private void Greet(Call leg)
    {
        lock (switchboard.Gate)
        {
            if (leg.Phone is { Mode: PhoneMode.Voicemail } machine)
                leg.Greeting = pace.DelayAsync(TimeSpan.FromMilliseconds(machine.GreetingMs), CancellationToken.None);
        }
    }

    private void Act(Call leg, TaskCompletionSource<RingAnswer> answer)
    {
        PhoneMode mode;
        TimeSpan after;
        lock (switchboard.Gate)
        {
            mode = leg.Phone?.Mode ?? PhoneMode.Manual;
            after = TimeSpan.FromMilliseconds(leg.Phone?.AnswerAfterMs ?? 0);
        }
        if (mode is PhoneMode.Auto or PhoneMode.Voicemail)
            _ = DecideAfterAsync(after, answer, RingAnswer.PickedUp);
        else if (mode == PhoneMode.Reject)
            _ = DecideAfterAsync(UntilBusyTone, answer, RingAnswer.Declined);
    }

    private async Task DecideAfterAsync(TimeSpan after, TaskCompletionSource<RingAnswer> answer, RingAnswer decision)
    {
        await pace.DelayAsync(after, CancellationToken.None);
        answer.TrySetResult(decision);
    }
}
