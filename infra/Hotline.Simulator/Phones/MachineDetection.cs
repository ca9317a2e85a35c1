using Hotline.Simulator.Calls;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Phones;

/// <summary>What a detection says; what it says of a phone may be set, right or wrong.</summary>
internal enum Detected
{
    Human,
    Machine,
    Fax,
    Unknown,
}

/// <summary>What an order asked for. <paramref name="ToTheEnd"/>: of a machine, told when its greeting is over.</summary>
internal sealed record MachineDetection(bool ToTheEnd, TimeSpan Timeout, TimeSpan Silence);

/// <summary>Listens to who answered before the application is asked for a document, for as long as the carrier's would.</summary>
internal sealed class MachineDetector(Switchboard switchboard, Pace pace)
{
    /// <summary>A person's first word, and the silence that ends it.</summary>
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(2);

    /// <summary>Speech longer than a person's first words.</summary>
    private static readonly TimeSpan LongSpeech = TimeSpan.FromSeconds(2.4);

    /// <summary>How long a person speaks who is taken for a machine.</summary>
    private static readonly TimeSpan LongHello = TimeSpan.FromSeconds(4);

    public async Task ListenAsync(Call leg, MachineDetection order)
    {
        var turn = switchboard.TurnOf(leg);
        try
        {
            var told = await HearAsync(leg, order, turn);
            lock (switchboard.Gate)
                leg.AnsweredBy = told;
        }
        catch (OperationCanceledException)
        {
            // Hung up, or redirected, before it was known.
        }
    }

    private async Task<string> HearAsync(Call leg, MachineDetection order, CancellationToken turn)
    {
        Detected detected;
        Task? greeting;
        lock (switchboard.Gate)
        {
            greeting = leg.Greeting;
            detected = leg.Phone?.DetectedAs ?? (greeting is null ? Detected.Human : Detected.Machine);
        }
        switch (detected)
        {
            case Detected.Human:
                await pace.DelayAsync(FirstWord, turn);
                return "human";
            case Detected.Fax:
                await pace.DelayAsync(FirstWord, turn);
                return "fax";
            case Detected.Unknown:
                await pace.DelayAsync(order.Silence, turn);
                return "unknown";
            case Detected.Machine when !order.ToTheEnd:
                await pace.DelayAsync(LongSpeech, turn);
                return "machine_start";
            default:
                var over = (greeting ?? pace.DelayAsync(LongHello, turn)).WaitAsync(turn);
                return await Task.WhenAny(over, pace.DelayAsync(order.Timeout, turn)) == over && over.IsCompletedSuccessfully
                    ? greeting is null ? "machine_end_silence" : "machine_end_beep"
                    : Unknown(turn);
        }
    }

    private static string Unknown(CancellationToken turn)
    {
        turn.ThrowIfCancellationRequested();
        return "unknown";
    }
}
