using System.Collections.Concurrent;
using Hotline.Core.Telephony;

namespace Hotline.Tests.Messages;

/// <summary>Where the host dies; the carrier has done what stands before it.</summary>
public enum DiesWhile { Never, Fetching, Deleting, Deleted }

/// <summary>A carrier with some recordings.</summary>
internal sealed class ScriptedRecordings : IRecordings
{
    private readonly ConcurrentDictionary<string, byte[]> _all = new();

    public IReadOnlyCollection<string> Names => [.. _all.Keys];

    /// <summary>How often a sound was given.</summary>
    public int Given;

    public string Type { get; set; } = RecordingType.Mp3;

    /// <summary>False: it cannot be asked.</summary>
    public bool Answers { get; set; } = true;

    public DiesWhile Dies { get; set; }

    public void Has(string recording, params byte[] sound) => _all[recording] = sound;

    public Task<RecordingAnswer> FetchAsync(string recording, CancellationToken stop)
    {
        if (Dies == DiesWhile.Fetching) throw new HostDiedException();
        if (!Answers) return Task.FromResult<RecordingAnswer>(new RecordingAnswer.NotNow("carrier unreachable"));
        if (!_all.TryGetValue(recording, out var sound)) return Task.FromResult<RecordingAnswer>(new RecordingAnswer.NotThere());
        Interlocked.Increment(ref Given);
        return Task.FromResult<RecordingAnswer>(new RecordingAnswer.Got(sound, Type));
    }

    public Task<bool> DeleteAsync(string recording, CancellationToken stop)
    {
        if (Dies == DiesWhile.Deleting) throw new HostDiedException();
        if (!Answers) return Task.FromResult(false);
        _all.TryRemove(recording, out _);
        if (Dies == DiesWhile.Deleted) throw new HostDiedException();
        return Task.FromResult(true);
    }
}

internal sealed class HostDiedException : Exception;
