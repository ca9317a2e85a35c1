using System.Globalization;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>
/// What each request is answered with. Pure. Two promises hold in every document for a caller: whatever she hears sits inside a
/// <see cref="Gather"/>, so that a key counts at any moment, and none ends in silence: the last verb leads on, or says good-bye first.
/// </summary>
internal sealed partial class VoiceDocuments(Prompts prompts, QuietQuestions questions, TwilioWebhooks webhooks, FallbackPhones fallback)
{
    /// <summary>Seconds for a key after the menu; after that silence chooses.</summary>
    private const int MenuSeconds = 5;

    /// <summary>
    /// Seconds after a loop's words: longer and the line seems dead. With the words a loop stays under 20 s; each is the caller's heartbeat.
    /// </summary>
    private const int LoopSeconds = 5;
    private const int ConnectingSeconds = 4;
    private const int KeySeconds = 5;

    /// <summary>For the safe-contact choice, which wants a moment's thought.</summary>
    private const int ChoiceSeconds = 8;
    private const int HoldSeconds = 1;
    private const int MostTurns = 1000;

    /// <summary>After so many loops a silent caller is asked again whether she can speak.</summary>
    private const int QuietAgain = 6;

    public TwiML Greeting(CallTicket ticket)
    {
        var choice = CallerWay.ChoiceUrl(webhooks, ticket);
        return new(new Gather(choice, MenuSeconds, prompts[Prompt.Greeting], prompts[Prompt.Menu]), new Redirect(choice));
    }

    /// <summary>What she hears at her place. <paramref name="entered"/>: how she came in just now, null in the loop.</summary>
    public TwiML Waiting(CallerWay way, Place place, EnteredBy? entered)
    {
        if (place.At != way.Ticket.PlaceAt) way = way with { Ticket = way.Ticket with { PlaceAt = place.At } };
        return place.State switch
        {
            PlaceState.Waiting => Loop(way with { Skill = place.Skill, Pending = null, Lost = 0 }, place, entered),
            PlaceState.BeingConnected => Connecting(way with { Skill = place.Skill, Pending = null, Lost = 0 }),
            PlaceState.Booked => Booked(way with { Lost = 0 }),
            PlaceState.Over => Ended(way with { Skill = place.Skill, Lost = 0 }),
            PlaceState.Degraded => Degraded(way with { Pending = entered ?? way.Pending }),
        };
    }

    /// <summary>
    /// How may she be contacted? A key books; silence or any other key stays in the queue. <paramref name="longest"/>: as long as the policy allows.
    /// </summary>
    public TwiML AskCallBack(CallerWay way, TimeSpan longest)
    {
        // What she hears is no place, and her key answers no question: the loop tells her place anew, and asks again.
        var next = way with { Told = "", Turn = way.Turn + 1, Asked = "" };
        return new(new Gather(next.BookUrl(webhooks), ChoiceSeconds, prompts[Prompt.CallBackChoice, hours: Math.Max(1, (int)longest.TotalHours)]),
            new Redirect(next.WaitUrl(webhooks)));
    }

    /// <summary>She may hang up now; the key she came by, pressed again, and she stays. Another key, perhaps one pressed twice, tells it once more.</summary>
    public TwiML Booked(CallerWay way) => new(
        new Gather((way with { Told = "", Pending = null }).WaitUrl(webhooks), KeySeconds, prompts[Prompt.CallBackBooked]), new Hangup());

    /// <summary>To a voicemail that records, once: the words agreed with her, after its signal's last sound, and nothing else.</summary>
    public TwiML AgreedSentence(string sentence) => new(new Pause(1), prompts.Spoken(sentence), new Hangup());

    /// <summary>Whoever answers hears nothing that names us. No key: somebody else, or a machine that was not recognised.</summary>
    public TwiML AskForHer(CallId call, long token, Skill? skill)
    {
        var pressed = webhooks.CallBackUrl(call, token, skill);
        return new(new Pause(1), new Gather(pressed, KeySeconds, prompts[Prompt.CallBackAnswered]), new Gather(pressed, KeySeconds, prompts[Prompt.CallBackAnswered]),
            prompts[Prompt.CallBackNobody], new Hangup());
    }

    public TwiML NotHer() => new(prompts[Prompt.CallBackNobody], new Hangup());

    /// <summary>She pressed 1: her operator is there.</summary>
    public TwiML CallerJoins(CallId call, Skill? skill) => new(webhooks.CallerJoins(call, skill));

    /// <summary>She pressed 1 while the live state could not be reached: asked again, without another key.</summary>
    public TwiML HoldOn(CallId call, long token, Skill? skill) => Comfort(webhooks.CallBackUrl(call, token, skill, pressed: true));

    /// <summary>Her conversation is over and she is still there: any key goes on, silence is a good-bye.</summary>
    public TwiML Ended(CallerWay way) => new(
        new Gather(way.AgainUrl(webhooks), KeySeconds, prompts[Prompt.Ended]), prompts[Prompt.Goodbye], new Hangup());

    /// <summary>Her conference is over, but the carrier has not told us so yet: a moment, then asked again.</summary>
    public TwiML Settling(CallerWay way)
    {
        var done = (way with { Turn = way.Turn + 1 }).DoneUrl(webhooks);
        Sound sound = way.Turn == 0 ? new Pause(1) : prompts[Prompt.Hold, way.Turn];
        return new(new Gather(way.WaitUrl(webhooks), 1, sound), new Redirect(done));
    }

    /// <summary>The live state cannot be reached: comfort, and she keeps her place by asking again; after some of that, or at once in a crisis, a duty telephone.</summary>
    public TwiML Degraded(CallerWay way) =>
        fallback.Next(way) is { } phone ? Duty(way, phone) : Comforted(way);

    /// <summary>Between two duty telephones she hears us again, and her keys count.</summary>
    public TwiML Comforted(CallerWay way)
    {
        var again = (way with { Told = "", Turn = way.Turn + 1, Lost = way.Lost + 1 }).WaitUrl(webhooks);
        return new(new Gather(again, LoopSeconds, prompts[way.Turn == 0 ? Prompt.Degraded : Prompt.Comfort, way.Turn]), new Redirect(again));
    }

    /// <summary>Nothing is known but that somebody is there. <paramref name="again"/> is asked next.</summary>
    public TwiML Comfort(string again) => new(new Gather(again, LoopSeconds, prompts[Prompt.Degraded]), new Redirect(again));

    /// <summary>The carrier could not get our document. Needs nothing; leads to the choice, where the carrier's own name of her leg finds her place.</summary>
    public TwiML Fallback()
    {
        var choice = CallerWay.ChoiceUrl(webhooks, null);
        return new(new Gather(choice, 2, prompts[Prompt.Fallback]), new Redirect(choice));
    }

    /// <summary>Played by a conference: only sounds and a Redirect are understood there.</summary>
    public TwiML Hold(int turn) => new(
        prompts[Prompt.Hold, turn], new Pause(HoldSeconds),
        new Redirect(webhooks.Address("/voice/hold", ("turn", ((turn + 1) % MostTurns).ToString(CultureInfo.InvariantCulture)))));

    public TwiML OperatorJoins(CallId call) => new(webhooks.OperatorJoins(call));

    /// <summary>An answering machine presses no key.</summary>
    public TwiML AskOperator(CallId call, StaffId staff, long token, int asked)
    {
        var leg = webhooks.Address("/voice/leg",
            ("call", call.ToString()), ("operator", staff.ToString()), ("token", token.ToString(CultureInfo.InvariantCulture)),
            ("asked", (asked + 1).ToString(CultureInfo.InvariantCulture)));
        return new(new Gather(leg, KeySeconds, prompts[Prompt.PressOne]), new Gather(leg, KeySeconds, prompts[Prompt.PressOne]), new Hangup());
    }

    /// <summary>Somebody who joins a call, heard by one leg of it or by everybody.</summary>
    public TwiML JoinerJoins(CallId call, LegId? coached) => new(webhooks.JoinerJoins(call, coached));

    /// <summary>As <see cref="AskOperator"/>.</summary>
    public TwiML AskHelper(CallId call, StaffId helper, long token, int asked)
    {
        var leg = JoinerUrl(call, helper, token, ("asked", (asked + 1).ToString(CultureInfo.InvariantCulture)));
        return new(new Gather(leg, KeySeconds, prompts[Prompt.PressOne]), new Gather(leg, KeySeconds, prompts[Prompt.PressOne]), new Hangup());
    }

    /// <summary>Who is to hear her is not known at this moment, so nobody does yet.</summary>
    public TwiML AskJoinerAgain(CallId call, StaffId? helper, long token, bool pressed, int tries) => new(
        new Pause(1), new Redirect(JoinerUrl(call, helper, token, ("tries", (tries + 1).ToString(CultureInfo.InvariantCulture)), ("pressed", pressed ? "1" : "0"))));

    private string JoinerUrl(CallId call, StaffId? helper, long token, params ReadOnlySpan<(string, string)> more) => webhooks.Address(
        helper is null ? "/voice/service" : "/voice/helper",
        [("call", call.ToString()), .. helper is { } staff ? [("operator", staff.ToString())] : Array.Empty<(string, string)>(),
            ("token", token.ToString(CultureInfo.InvariantCulture)), .. more]);

    /// <summary>An answering machine presses no key. Whoever does is bridged with the caller.</summary>
    public TwiML AskDuty(CallId call, StaffId phone)
    {
        var ask = webhooks.Address("/voice/duty/ask", ("call", call.ToString()), ("operator", phone.ToString()));
        return new(new Gather(ask, KeySeconds, prompts[Prompt.PressOne]), new Gather(ask, KeySeconds, prompts[Prompt.PressOne]), new Hangup());
    }

    /// <summary>Whoever answers the telephone of somebody on call hears nothing that tells what it is about. No key: a machine, or somebody else.</summary>
    public TwiML AskOnCall(EscalationId escalation, long token, int asked)
    {
        var pressed = PageUrl(escalation, token, ("asked", (asked + 1).ToString(CultureInfo.InvariantCulture)));
        return new(new Pause(1), new Gather(pressed, KeySeconds, prompts[Prompt.PageAnswered]), new Gather(pressed, KeySeconds, prompts[Prompt.PageAnswered]),
            prompts[Prompt.CallBackNobody], new Hangup());
    }

    /// <summary>A machine answered, the carrier thinks. Any key says that it did not, and leads to the question; a machine has heard nothing of it.</summary>
    public TwiML AskWhetherAnybody(EscalationId escalation, long token) =>
        new(new Gather(PageUrl(escalation, token, ("doubt", "1")), KeySeconds, prompts[Prompt.PageAnybody]), new Hangup());

    /// <summary>What came of her key, and good-bye.</summary>
    public TwiML PageTold(Prompt prompt) => new(prompts[prompt], new Hangup());

    /// <summary>She pressed 1 while the live state could not be reached: asked again, without another key.</summary>
    public TwiML HoldOnPage(EscalationId escalation, long token)
    {
        var again = PageUrl(escalation, token, ("pressed", "1"));
        return new(new Gather(again, 2, prompts[Prompt.PageHold]), new Redirect(again));
    }

    private string PageUrl(EscalationId escalation, long token, (string, string) more) =>
        webhooks.Address("/voice/page", ("escalation", escalation.ToString()), ("token", token.ToString(CultureInfo.InvariantCulture)), more);

    /// <summary>The end of what is asked of a rung telephone: the carrier bridges it.</summary>
    public static TwiML Bridge { get; } = new();

    public static TwiML HangUp { get; } = new(new Hangup());

    private TwiML Duty(CallerWay way, DutyPhone phone)
    {
        var after = (way with { Told = "", Turn = way.Turn + 1, Lost = way.Lost + 1, Phone = way.Phone + 1 }).DutyUrl(webhooks);
        return new(prompts[Prompt.Duty], webhooks.DutyTelephone(way.Ticket.Call, phone.AsStaff(), phone.Number, after, FallbackPhones.RingSeconds));
    }

    private TwiML Loop(CallerWay way, Place place, EnteredBy? entered)
    {
        var sounds = new List<Sound>();
        if (entered == EnteredBy.CrisisKey) sounds.Add(prompts[Prompt.Crisis]);
        var (told, sound) = PlaceOf(place);
        if (told != way.Told)
        {
            sounds.Add(sound);
            if (place.Skill != Skill.Crisis) sounds.Add(prompts[Prompt.Zero]);
            if (place.CallBack is not null) sounds.Add(prompts[Prompt.CallBackKey]);
            if (place.MayLeaveMessage) sounds.Add(prompts[Prompt.MessageKey]);
        }
        var next = QuietWords(way, place, sounds);
        if (sounds.Count == 0) sounds.Add(prompts[Prompt.Comfort, way.Turn]);
        return Leading(next with { Told = told, Turn = way.Turn + 1 }, LoopSeconds, sounds);
    }

    /// <summary>Of a silent caller: whether she can speak, at first and now and then. Of one who cannot: the next question.</summary>
    private CallerWay QuietWords(CallerWay way, Place place, List<Sound> sounds)
    {
        if (place.Speech == Speech.Silent && way.Turn % QuietAgain == 0) sounds.Add(prompts[Prompt.QuietKey]);
        if (place.Speech != Speech.Quiet) return way with { Asked = "" };
        if (!way.Quiet) sounds.Add(prompts[Prompt.QuietNoted]);
        if (questions.Next(way.Asked, place.Answered) is not { } question) return way with { Quiet = true, Asked = QuietQuestions.AllAsked };
        sounds.Add(question.Sound);
        return way with { Quiet = true, Asked = question.Code };
    }

    private TwiML Connecting(CallerWay way)
    {
        const string told = "connecting";
        var sound = prompts[way.Told == told ? Prompt.Comfort : Prompt.Connecting, way.Turn];
        return Leading(way with { Told = told, Turn = way.Turn + 1, Asked = "" }, ConnectingSeconds, [sound]);
    }

    private TwiML Leading(CallerWay next, int seconds, IReadOnlyList<Sound> sounds)
    {
        var wait = next.WaitUrl(webhooks);
        return new(new Gather(wait, seconds, sounds), new Redirect(wait));
    }

    /// <summary>The place in words, and a short mark of them that tells whether they changed.</summary>
    private (string Told, Sound Sound) PlaceOf(Place place)
    {
        var ahead = Math.Max(0, place.Ahead);
        if (ahead == 0) return ("next", prompts[Prompt.Next]);
        var least = (int)(place.ExpectedLeast?.TotalMinutes ?? 0);
        var most = (int)Math.Ceiling(place.ExpectedMost?.TotalMinutes ?? 0);
        return (least, most) switch
        {
            (_, 0) => (Mark($"{ahead}"), prompts[Prompt.Ahead, ahead: ahead]),
            (0, _) => (Mark($"{ahead}-{most}"), prompts[Prompt.AheadWithin, ahead: ahead, most: most]),
            _ => (Mark($"{ahead}-{least}-{most}"), prompts[Prompt.AheadRange, ahead: ahead, least: least, most: most]),
        };
    }

    private static string Mark(FormattableString mark) => mark.ToString(CultureInfo.InvariantCulture);
}
