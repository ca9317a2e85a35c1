using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>Of a caller who leaves a message while her centre is closed. The two promises hold here too.</summary>
internal sealed partial class VoiceDocuments
{
    /// <summary>The longest message, in seconds. A caller who is silent for longer than <c>Routing__CallerSilenceSeconds</c> is asked for at the carrier, and is there.</summary>
    private const int MessageSeconds = 120;

    /// <summary>So much silence ends a message: she may have to search for words.</summary>
    private const int SilenceSeconds = 10;

    /// <summary># ends a message; the crisis key does at every moment.</summary>
    private const string MessageEndKeys = "#0";

    /// <summary>
    /// Her message, after a tone. Her place is kept meanwhile, and whoever becomes free for her has her moved out of it. A key before the tone leads back.
    /// </summary>
    public TwiML TakeMessage(CallerWay way)
    {
        var next = way with { Told = "", Turn = way.Turn + 1, Asked = "" };
        return new(new Gather(next.WaitUrl(webhooks), 1, prompts[Prompt.MessageSay]),
            new Record(next.MessageUrl(webhooks), webhooks.RecordingTold(way.Ticket.Call), MessageSeconds, SilenceSeconds, MessageEndKeys),
            new Redirect(next.WaitUrl(webhooks)));
    }

    /// <summary>May she be called about it? A key says yes; silence or another key is no.</summary>
    public TwiML AskMayCall(CallerWay way, string recording) => new(
        new Gather(way.MayCallUrl(webhooks, recording), ChoiceSeconds, prompts[Prompt.MessageMayCall]), new Redirect(way.MayCallUrl(webhooks, recording)));

    /// <summary>It is kept, and she goes on waiting.</summary>
    public TwiML MessageKept(CallerWay way) => new(new Gather(way.WaitUrl(webhooks), 1, prompts[Prompt.MessageKept]), new Redirect(way.WaitUrl(webhooks)));
}
