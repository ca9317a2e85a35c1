using Hotline.Simulator.Calls;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Conferences;

/// <summary>Short documents played into a running conference, to all participants or one.</summary>
internal sealed class Announcements(Switchboard switchboard, ConferenceHall hall, Interludes interludes)
{
    public void ToAll(Conference conference, Interlude announcement)
    {
        List<Seat> seats;
        lock (switchboard.Gate)
            seats = conference.Seats.FindAll(s => s.IsConnected);
        _ = PlayAsync(conference, null, seats, announcement);
    }

    public void ToOne(Seat seat, Interlude announcement) => _ = PlayAsync(seat.Conference, seat, [seat], announcement);

    private async Task PlayAsync(Conference conference, Seat? only, List<Seat> seats, Interlude announcement)
    {
        var played = await Task.WhenAll(seats.Select(s => Task.Run(() => interludes.PlayAsync(
            s.Call, announcement, [new("ConferenceSid", conference.Sid), new("FriendlyName", conference.FriendlyName)], switchboard.TurnOf(s.Call)))));
        hall.Announced(conference, only, Array.TrueForAll(played, p => p));
    }
}
