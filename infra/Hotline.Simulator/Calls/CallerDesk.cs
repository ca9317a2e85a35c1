using Hotline.Simulator.Settings;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Calls;

/// <summary>Callers who dial the hotline.</summary>
internal sealed class CallerDesk(SimulatorSettings settings, Switchboard switchboard, TwimlRunner runner)
{
    public const string Withheld = "anonymous";

    public Call Dial(string? from, string? to)
    {
        var call = switchboard.Create(CallDirection.Inbound, from ?? Withheld, to ?? settings.HotlineNumber, prepare: c =>
        {
            c.FallbackUrl = settings.FallbackUrl;
            if (settings.StatusUrl is { } status)
                c.StatusCallback = new StatusCallback(status, "POST", new HashSet<string> { "completed" });
        });
        runner.StartInbound(call, new TwimlSource.Remote(settings.VoiceUrl, "POST"));
        return call;
    }
}
