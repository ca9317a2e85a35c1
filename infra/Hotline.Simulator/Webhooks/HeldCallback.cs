namespace Hotline.Simulator.Webhooks;

/// <summary>A callback kept back instead of sent, as it would have gone out.</summary>
internal sealed record HeldCallback(long Id, DateTimeOffset At, string Subject, string Kind, string Url, string Method, IReadOnlyDictionary<string, string> Params, string Signature);

internal sealed record ReleasedCallback(long Id, int? Status, string? Error);
