using Hotline.Simulator.Calls;
using Hotline.Simulator.Events;
using Hotline.Simulator.Judging;

namespace Hotline.Simulator.Phones;

internal enum PhoneCommand
{
    Done,
    NothingToDo,
}

/// <summary>All phones by address. A leg to an unknown address creates its phone. Guarded by the switchboard's gate.</summary>
internal sealed class PhoneBook
{
    private const int MostPhones = 5_000;
    private readonly Dictionary<string, Phone> _phones = [];
    private readonly Switchboard _switchboard;
    private readonly EventLog _events;
    private readonly Judge _judge;
    private TaskCompletionSource? _changed;

    public PhoneBook(Switchboard switchboard, EventLog events, Judge judge)
    {
        _switchboard = switchboard;
        _events = events;
        _judge = judge;
        AddDesks();
    }

    public IReadOnlyList<PhoneView> Views
    {
        get
        {
            lock (_switchboard.Gate)
                return [.. _phones.Values.OrderByDescending(p => p.IsDesk).ThenBy(p => p.Address, StringComparer.Ordinal).Select(PhoneView.Of)];
        }
    }

    public PhoneView? View(string address)
    {
        lock (_switchboard.Gate)
            return _phones.TryGetValue(Normal(address), out var phone) ? PhoneView.Of(phone) : null;
    }

    public PhoneView Set(string address, Action<Phone> change)
    {
        lock (_switchboard.Gate)
        {
            var phone = Get(address);
            change(phone);
            Announce(phone);
            return PhoneView.Of(phone);
        }
    }

    /// <summary>Puts a leg on its phone and lets it ring.</summary>
    /// <returns>The answer to wait for, or null when the phone is busy or the leg has ended.</returns>
    public TaskCompletionSource<RingAnswer>? Ring(Call leg)
    {
        lock (_switchboard.Gate)
        {
            if (!leg.IsLive)
                return null;
            var phone = Get(leg.To);
            if (phone.IsInUse)
                _judge.PhoneCollided(phone.Address, leg.Sid, [.. phone.Legs.Select(l => l.Sid)]);
            if (phone.IsInUse || phone.Mode == PhoneMode.Busy)
                return null;
            var answer = new TaskCompletionSource<RingAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            leg.Phone = phone;
            phone.Ringing[leg.Sid] = answer;
            phone.Seize(leg);
            return answer;
        }
    }

    /// <summary>The leg has been picked up.</summary>
    public void Connected(Call leg)
    {
        lock (_switchboard.Gate)
        {
            if (leg.Phone is not { } phone)
                return;
            phone.Ringing.Remove(leg.Sid);
            leg.IsHuman = phone.Mode != PhoneMode.Voicemail;
            var live = phone.Legs.Where(l => l.Status == CallStatus.InProgress).Select(l => l.Sid).ToList();
            if (live.Count > 1)
                _judge.DoublyBridged("phoneInTwoCalls", leg.Sid, phone.Address, live);
            Announce(phone);
        }
    }

    public PhoneCommand Decide(string address, RingAnswer answer)
    {
        lock (_switchboard.Gate)
        {
            if (!_phones.TryGetValue(Normal(address), out var phone) || phone.RingingLeg is not { } leg)
                return PhoneCommand.NothingToDo;
            return phone.Ringing[leg.Sid].TrySetResult(answer) ? PhoneCommand.Done : PhoneCommand.NothingToDo;
        }
    }

    public PhoneCommand HangUp(string address)
    {
        lock (_switchboard.Gate)
        {
            if (!_phones.TryGetValue(Normal(address), out var phone) || phone.Active is not { } leg)
                return Decide(address, RingAnswer.Declined);
            return _switchboard.End(leg, EndReason.PhoneHungUp) ? PhoneCommand.Done : PhoneCommand.NothingToDo;
        }
    }

    public Call? ActiveLeg(string address)
    {
        lock (_switchboard.Gate)
            return _phones.TryGetValue(Normal(address), out var phone) ? phone.Active : null;
    }

    public async Task<PhoneView?> WaitAsync(string address, string state, TimeSpan timeout, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        while (true)
        {
            Task change;
            lock (_switchboard.Gate)
            {
                var known = _phones.TryGetValue(Normal(address), out var phone);
                if (known && PhoneView.StateOf(phone!) == state)
                    return PhoneView.Of(phone!);
                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                change = _changed.Task;
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
        lock (_switchboard.Gate)
        {
            _phones.Clear();
            AddDesks();
            _events.Append("phone.changed");
        }
    }

    /// <summary>Addresses are compared without SIP parameters: <c>sip:a@b;transport=tls</c> rings <c>sip:a@b</c>.</summary>
    private static string Normal(string address)
    {
        var end = address.AsSpan().IndexOfAny(';', '?');
        return end > 0 && address.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? address[..end] : address;
    }

    private Phone Get(string address)
    {
        address = Normal(address);
        if (!_phones.TryGetValue(address, out var phone))
        {
            if (_phones.Count >= MostPhones)
                DropOldestIdle();
            phone = new Phone(address) { Announce = Announce };
            _phones.Add(address, phone);
        }
        phone.LastUsed = _switchboard.Now;
        return phone;
    }

    private void DropOldestIdle()
    {
        var oldest = _phones.Values.Where(p => p is { IsDesk: false, Legs.Count: 0 }).MinBy(p => p.LastUsed);
        if (oldest is not null)
            _phones.Remove(oldest.Address);
    }

    private void AddDesks()
    {
        foreach (var number in (string[])["1001", "1002", "1003"])
        {
            var address = $"sip:desk-{number}@sim.local";
            _phones.Add(address, new Phone(address) { Label = "座机 " + number, Mode = PhoneMode.Auto, IsDesk = true, Announce = Announce });
        }
    }

    private void Announce(Phone phone)
    {
        _events.Append("phone.changed", phone.Active?.Sid ?? phone.RingingLeg?.Sid, phone.Address, text: PhoneView.StateOf(phone));
        _changed?.TrySetResult();
        _changed = null;
    }
}
