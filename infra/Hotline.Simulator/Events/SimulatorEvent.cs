namespace Hotline.Simulator.Events;

internal sealed record SimulatorEvent(long Seq, DateTimeOffset At, string Type, string? Call, string? Phone, string? Conference, string? Text);
