using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Rest;

/// <summary>Legs made by REST: they ring, and then execute a document or sit down in a conference.</summary>
internal sealed class OutboundCalls(Switchboard switchboard, Dialler dialler, MachineDetector detector, TwimlRunner runner, ConferenceHall hall)
{
    public void RunDocument(Call leg, TwimlSource source, TimeSpan timeout, MachineDetection? detection) => _ = Task.Run(async () =>
    {
        try
        {
            if (!await dialler.RingAsync(leg, timeout))
                return;
            if (detection is not null)
                await detector.ListenAsync(leg, detection);
            await runner.CarryAsync(leg, source);
        }
        catch (Exception e)
        {
            runner.Broken(leg, e);
        }
    });

    public void JoinConference(Seat seat, TimeSpan timeout) => _ = Task.Run(async () =>
    {
        var leg = seat.Call;
        try
        {
            if (!await dialler.RingAsync(leg, timeout))
            {
                hall.FailedToJoin(seat);
                return;
            }
            try
            {
                await hall.StayAsync(seat, switchboard.TurnOf(leg));
                switchboard.End(leg, EndReason.ConferenceEnded);
            }
            catch (OperationCanceledException)
            {
                if (switchboard.TakeRedirect(leg) is { } elsewhere)
                    await runner.CarryAsync(leg, elsewhere);
            }
        }
        catch (Exception e)
        {
            runner.Broken(leg, e);
        }
    });
}
