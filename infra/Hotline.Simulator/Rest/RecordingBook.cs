using Hotline.Simulator.Events;

namespace Hotline.Simulator.Rest;

/// <param name="Fetched">How often its sound was fetched.</param>
internal sealed record KeptRecording(string Sid, string CallSid, int Seconds, int Fetched);

/// <summary>What callers recorded, until it is deleted. The sound of each is silence of its length. The last 5,000 are kept.</summary>
internal sealed class RecordingBook(EventLog events)
{
    private const int Kept = 5_000;
    private readonly Lock _lock = new();
    private readonly List<KeptRecording> _all = [];

    public IReadOnlyList<KeptRecording> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public void Keep(string sid, string callSid, int seconds)
    {
        lock (_lock)
        {
            _all.Add(new KeptRecording(sid, callSid, seconds, 0));
            if (_all.Count > Kept)
                _all.RemoveAt(0);
        }
        events.Append("recording.created", callSid, text: sid);
    }

    /// <summary>Null when there is none, or none any more.</summary>
    public KeptRecording? Fetch(string sid)
    {
        lock (_lock)
        {
            var at = _all.FindIndex(r => r.Sid == sid);
            return at < 0 ? null : _all[at] = _all[at] with { Fetched = _all[at].Fetched + 1 };
        }
    }

    public bool Delete(string sid)
    {
        lock (_lock)
        {
            if (_all.RemoveAll(r => r.Sid == sid) == 0)
                return false;
        }
        events.Append("recording.deleted", text: sid);
        return true;
    }

    public void Reset()
    {
        lock (_lock)
            _all.Clear();
    }
}
