using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hotline.Core.Routing;

/// <summary>What can be seen of the routing core: <c>Hotline.Routing</c>. Tags are script names and outcomes, never calls or people.</summary>
internal static class RoutingMeter
{
    public static readonly ActivitySource Traces = new("Hotline.Routing");

    private static readonly Meter Meter = new("Hotline.Routing");

    /// <summary>Round trip of one live-state script, in seconds; tags <c>script</c>, <c>reached</c>.</summary>
    public static readonly Histogram<double> ScriptTime = Meter.CreateHistogram<double>("hotline.routing.script.duration", "s");

    /// <summary>Answers to operators' acts; tags <c>act</c>, <c>outcome</c>.</summary>
    public static readonly Counter<long> Outcomes = Meter.CreateCounter<long>("hotline.routing.outcomes", "{outcome}");

    /// <summary>What the reconciler put right; tag <c>kind</c>, as the <c>repair</c> event's <c>what</c>.</summary>
    public static readonly Counter<long> Repairs = Meter.CreateCounter<long>("hotline.routing.repairs", "{repair}");

    /// <summary>Due timers fired; tag <c>timer</c> (offer, ring, movein, wrap, lease, caller, purge, reconcile, …).</summary>
    public static readonly Counter<long> TimersFired = Meter.CreateCounter<long>("hotline.routing.timers.fired", "{timer}");
}
