namespace Hotline.Simulator.Calls;

/// <summary>One thing a party heard: <c>say, play, pause, gather, ring, silence, bridge</c>.</summary>
internal sealed record HeardLine(int Index, DateTimeOffset At, string Kind, string Text, string? Language, string? Voice);
