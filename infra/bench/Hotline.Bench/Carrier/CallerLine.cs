using System.Globalization;
using System.Web;
using Hotline.Bench.Running;

namespace Hotline.Bench.Carrier;

/// <summary>One caller's leg. Follows the addresses the documents give, as the carrier does, without the time of speaking.</summary>
internal sealed class CallerLine(string sid, int number, Webhooks webhooks, TimeProvider clock)
{
    private readonly string _from = string.Create(CultureInfo.InvariantCulture, $"+86139{number % 100_000_000:00000000}");

    // A hundred lines are called in turn, as in a region: one with too many calls at once would wait behind the others.
    private readonly string _to = string.Create(CultureInfo.InvariantCulture, $"{Installation.HotlineNumber}{number % 100:00}");
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _keys;
    private string? _silence;
    private int _over;

    public string Sid => sid;

    /// <summary>Our product's name of the call, known after <see cref="ArriveAsync"/>.</summary>
    public string? Call { get; private set; }

    /// <summary>When the product says she arrived, in unix milliseconds: her place.</summary>
    public long ArrivedMs { get; private set; }

    /// <summary>The key she pressed: her lane.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When she was told that she stands in her lane, in unix milliseconds; 0 before.</summary>
    public long EnteredMs { get; private set; }

    /// <summary>She was brought together with an operator.</summary>
    public bool WasServed { get; set; }

    /// <summary>She hung up because she wished to, while she waited.</summary>
    public bool Left { get; private set; }

    public bool IsInConference { get; set; }

    public bool IsOver => Volatile.Read(ref _over) != 0;

    public Task Ended => _ended.Task;

    public async Task<Told?> ArriveAsync(CancellationToken stop)
    {
        var told = await webhooks.PostAsync(webhooks.Incoming, Form("ringing"), stop);
        await FollowAsync(told, stop);
        if (_keys is null) return told;
        var query = HttpUtility.ParseQueryString(new Uri(_keys).Query);
        Call = query["call"];
        ArrivedMs = long.TryParse(query["arrived"], NumberStyles.None, CultureInfo.InvariantCulture, out var arrived) ? arrived : 0;
        return told;
    }

    public async Task<Told?> PressAsync(string key, CancellationToken stop)
    {
        if (_keys is not { } keys) return null;
        Key = key;
        var told = await webhooks.PostAsync(keys, [.. Form("in-progress"), new("Digits", key)], stop);
        await FollowAsync(told, stop);
        return told;
    }

    /// <summary>One turn of the waiting loop: the caller's heartbeat.</summary>
    public async Task<Told?> WaitAsync(CancellationToken stop)
    {
        if (_silence is not { } next || IsInConference || IsOver) return null;
        var told = await webhooks.PostAsync(next, Form("in-progress"), stop);
        // What is answered to a leg that was moved meanwhile leads nowhere.
        if (!IsInConference) await FollowAsync(told, stop);
        return told;
    }

    public Task<Told?> LeaveAsync(CancellationToken stop)
    {
        Left |= !WasServed;
        return HangUpAsync(stop);
    }

    public async Task<Told?> HangUpAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0) return null;
        var told = await webhooks.PostAsync(webhooks.Status,
            [.. Form("completed"), new("CallDuration", "5"), new("Duration", "1"), new("CallbackSource", "call-progress-events"), new("Timestamp", Fields.Now(clock)), new("SequenceNumber", "0")], stop);
        _ended.TrySetResult();
        return told;
    }

    /// <summary>Her conference is over: she hears what comes next. After a conversation that is a good-bye.</summary>
    public async Task GoOnAsync(string? action, CancellationToken stop)
    {
        IsInConference = false;
        if (action is null) await HangUpAsync(stop);
        else if (!IsOver) await FollowAsync(await webhooks.PostAsync(action, [.. Form("in-progress"), new("DialCallStatus", "answered")], stop), stop);
    }

    private List<KeyValuePair<string, string>> Form(string status) => Fields.OfLeg(sid, _from, _to, status, "inbound");

    /// <summary>A document that leads nowhere ends the call, and so does none.</summary>
    private async Task FollowAsync(Told? told, CancellationToken stop)
    {
        var document = told is null ? null : new Document(told.Body);
        (_keys, _silence) = (document?.KeysTo, document?.LeadsTo);
        if (_silence is null) await HangUpAsync(stop);
        else if (EnteredMs == 0 && _silence.Contains("/voice/wait", StringComparison.Ordinal) && !_silence.Contains("pending=", StringComparison.Ordinal)) EnteredMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    }
}
