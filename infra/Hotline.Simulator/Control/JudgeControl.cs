using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Judging;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Rest;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

internal sealed record MessageList(IReadOnlyList<TextMessage> Messages);

internal sealed record RecordingList(IReadOnlyList<KeptRecording> Recordings);

internal sealed record SimulatorView(string AccountSid, string HotlineNumber, double Speed, string VoiceUrl, string? FallbackUrl, string? StatusUrl);

internal static class JudgeControl
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/judge", (Judge judge) => TypedResults.Ok(judge.Verdict));
        api.MapGet("/messages", (MessageBook messages) => TypedResults.Ok(new MessageList(messages.All)));
        api.MapGet("/recordings", (RecordingBook recordings) => TypedResults.Ok(new RecordingList(recordings.All)));
        api.MapGet("/simulator", Show);
        api.MapPost("/reset", Reset);
    }

    private static Ok<SimulatorView> Show(SimulatorSettings settings) => TypedResults.Ok(new SimulatorView(
        settings.AccountSid, settings.HotlineNumber, settings.Speed, settings.VoiceUrl.Text, settings.FallbackUrl?.Text, settings.StatusUrl?.Text));

    /// <summary>Hangs up everything silently and forgets calls, conferences, phones, messages, recordings, faults and verdicts. Events stay.</summary>
    private static NoContent Reset(
        Switchboard switchboard, ConferenceHall hall, PhoneBook phones, MessageBook messages, RecordingBook recordings, FaultPlan faults, CallbackOutbox outbox)
    {
        faults.Settings = FaultSettings.None;
        outbox.Holding = true;
        switchboard.Reset();
        hall.Reset();
        phones.Reset();
        messages.Reset();
        recordings.Reset();
        outbox.Clear();
        outbox.Holding = false;
        return TypedResults.NoContent();
    }
}
