namespace Hotline.Tests.Model;

/// <summary>A step made ready: what it does; what it must be answered; and, when it is stale or refused, that it must change nothing.</summary>
/// <param name="Act">Gives the answer as text.</param>
/// <param name="Own">False: the log may tell of it, but nothing of ours may follow.</param>
/// <param name="Judge">Looks at the live state before and after; what is wrong, as a sentence.</param>
internal sealed record Play(Func<Task<string>> Act, string? Answer = null, bool Changes = true, bool Own = true, Func<LiveReading, LiveReading, string?>? Judge = null);
