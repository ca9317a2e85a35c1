namespace Hotline.Simulator.Settings;

/// <summary>Time on the telephone: speech, music, pauses, ringing and the wait for digits run <see cref="Speed"/> times faster than the clock.</summary>
internal sealed class Pace(SimulatorSettings settings, TimeProvider clock)
{
    public double Speed => settings.Speed;

    public TimeSpan ToReal(TimeSpan onTheTelephone) => onTheTelephone / settings.Speed;

    public Task DelayAsync(TimeSpan onTheTelephone, CancellationToken ct) =>
        onTheTelephone <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(ToReal(onTheTelephone), clock, ct);
}
