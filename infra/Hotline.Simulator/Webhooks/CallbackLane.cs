namespace Hotline.Simulator.Webhooks;

/// <summary>The order of one call's (or one conference's) callbacks: each is sent after the one before it has been answered.</summary>
internal sealed class CallbackLane
{
    /// <summary>Needs the outbox's lock.</summary>
    public Task Tail { get; set; } = Task.CompletedTask;
}
