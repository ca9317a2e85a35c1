using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Phones;

internal sealed record PhoneCall(
    string Sid, string Status, string From, string? Conference, string? ParticipantLabel, bool Hold, bool Muted, bool WaitingForDigits, DateTimeOffset CreatedAt, DateTimeOffset? AnsweredAt, string LastHeard);

/// <summary>A phone as the control API shows it; state is <c>idle, ringing, active</c>.</summary>
internal sealed record PhoneView(
    string Address, string Label, PhoneMode Mode, int AnswerAfterMs, string? Press, int Lines, int GreetingMs, Detected? DetectedAs, string State, PhoneCall? Ringing, PhoneCall? Active)
{
    /// <summary>Needs the gate.</summary>
    public static PhoneView Of(Phone phone)
    {
        var active = phone.Active;
        var ringing = phone.RingingLeg;
        return new PhoneView(phone.Address, phone.Label, phone.Mode, phone.AnswerAfterMs, phone.Press, phone.Lines, phone.GreetingMs, phone.DetectedAs,
            StateOf(phone), Show(ringing), Show(active));
    }

    public static string StateOf(Phone phone) => phone.Active is not null ? "active" : phone.RingingLeg is not null ? "ringing" : "idle";

    private static PhoneCall? Show(Call? leg)
    {
        if (leg is null)
            return null;
        return new PhoneCall(leg.Sid, leg.Status.Word(), leg.From, leg.Seat?.Conference.FriendlyName, leg.Seat?.Label,
            leg.Seat?.Hold ?? false, leg.Seat?.Muted ?? false, leg.Keys is not null, leg.CreatedAt, leg.AnsweredAt,
            leg.Heard.LastOrDefault(h => h.Kind is "say")?.Text ?? "");
    }
}
