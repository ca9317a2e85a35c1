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
    private Shift? _shift;

    private Stage(RestServer rest, Webhooks webhooks, Installation installation, Exchange exchange, Faults faults, Load load) =>
        (_rest, _webhooks, Installation, Exchange, Faults, Load) = (rest, webhooks, installation, exchange, faults, load);

    public Installation Installation { get; }
    public Exchange Exchange { get; }
    public Faults Faults { get; }
    public Load Load { get; }

    /// <summary>One synced script's median, once measured.</summary>
    public double? FloorMs { get; set; }

    public static async Task<Stage> SetAsync(Load load, TempFolder folder, TimeProvider clock, CancellationToken stop)
    {
        var faults = new Faults();
        var authToken = Installation.NewSecret();
        var rest = await RestServer.StartAsync(stop);
        try
        {
            var installation = await Installation.StartAsync(folder, rest.Address, authToken, stop);
            var webhooks = new Webhooks(installation.Api, authToken, faults);
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

    public async Task<Shift> ShiftAsync(CancellationToken stop)
    {
        if (_shift is null)
        {
            await Console.Error.WriteLineAsync($"  {Load.Operators} operators sign in");
            _shift = await Shift.ConnectAsync(Installation, Load.Operators, Faults, stop);
        }
        await _shift.RestAsync(stop);
        return _shift;
    }

    public async ValueTask DisposeAsync()
    {
        if (_shift is not null) await _shift.DisposeAsync();
        await Installation.DisposeAsync();
        await _rest.DisposeAsync();
        _webhooks.Dispose();
    }
}
