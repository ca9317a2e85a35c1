using Hotline.Bench.Carrier;
using Hotline.Bench.Measuring;
using Hotline.Bench.Operators;
using Hotline.Bench.Running;

namespace Hotline.Bench;

/// <summary>Everything the benches play on: the running product, the carrier around it, and the operators, who come when first asked for.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly RestServer _rest;
    private readonly Webhooks _webhooks;
    private readonly Shift _shift;

    private Stage(RestServer rest, Webhooks webhooks, Installation installation, Exchange exchange, Faults faults, Load load) =>
        (_rest, _webhooks, Installation, Exchange, Faults, Load, _shift) = (rest, webhooks, installation, exchange, faults, load, new Shift(installation, faults));

    public Installation Installation { get; }
    public Exchange Exchange { get; }
    public Faults Faults { get; }
    public Load Load { get; }

    /// <summary>One synced script's median, once measured.</summary>
    public double? FloorMs { get; set; }

    /// <summary>Takes legal calls only.</summary>
    public Operator Legal => _shift.Legal;

    /// <param name="each">How many Apis, and how many Agents.</param>
    public static async Task<Stage> SetAsync(Load load, TempFolder folder, int each, TimeProvider clock, CancellationToken stop)
    {
        var faults = new Faults();
        var authToken = Installation.NewSecret();
        var rest = await RestServer.StartAsync(stop);
        try
        {
            var installation = await Installation.StartAsync(folder, each, load.Disk, rest.Address, authToken, faults, stop);
            var webhooks = new Webhooks(installation.Apis, Installation.Origin(installation.Apis[0]), authToken, faults);
            var exchange = new Exchange(webhooks, faults, clock, stop);
            rest.Serve(exchange);
            return new Stage(rest, webhooks, installation, exchange, faults, load);
        }
        catch
        {
            await rest.DisposeAsync();
            throw;
        }
    }

    /// <summary>So many operators, connected, at rest.</summary>
    public async Task<IReadOnlyList<Operator>> OperatorsAsync(int count, CancellationToken stop)
    {
        var operators = await _shift.OfAsync(count, stop);
        await _shift.RestAsync(stop);
        return operators;
    }

    public Task RestAsync(CancellationToken stop) => _shift.RestAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await _shift.DisposeAsync();
        await Installation.DisposeAsync();
        await _rest.DisposeAsync();
        _webhooks.Dispose();
    }
}
