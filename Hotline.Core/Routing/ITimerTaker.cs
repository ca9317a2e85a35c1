namespace Hotline.Core.Routing;

/// <summary>A later feature's kinds of timers in the one durable set: the pump claims them and hands them over. Routing knows no later feature.</summary>
internal interface ITimerTaker
{
    bool Takes(string entry);

    /// <summary>Its script must take the entry only under the stamp of this claim, and remove or set it anew in the step that acts.</summary>
    Task FireAsync(string entry, long stamp, CancellationToken stop);
}
