using System.Diagnostics.Metrics;

namespace Hotline.Agent.Hub;

/// <summary>What this host's consoles do: how many are connected, what is asked and how it ends.</summary>
internal sealed class AgentMeter
{
    private readonly Counter<long> _asked;

    public AgentMeter(IMeterFactory meters, HubConnections connections)
    {
        var meter = meters.Create("Hotline.Agent");
        _asked = meter.CreateCounter<long>("hotline.agent.asked", description: "Hub methods asked, by method and outcome");
        meter.CreateObservableGauge("hotline.agent.consoles", () => connections.Count, description: "Consoles connected to this host");
    }

    public void Asked(string method, string outcome) => _asked.Add(1, new("method", method), new("outcome", outcome));
}
