using System.Globalization;
using System.Text;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>
/// The addresses of our own voice endpoints as the carrier is told them, and the conference both legs of a call meet in.
/// Queries carry ids, times and skills, never a personal datum.
/// </summary>
public sealed class TwilioWebhooks(IOptions<TwilioOptions> options)
{
    public const string Prefix = "/twilio";

    /// <summary>Longest session a counsellor's call may take; the carrier's default of 4 h is what psychological sessions last.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromHours(8);

    /// <summary>Longest a page takes, whoever or whatever has answered: it is two sentences and a key.</summary>
    public static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Ask or tell again, also after an error answer, before giving up: our endpoints are safe to repeat, and by itself the carrier repeats
    /// only failed connections. In all at most 15 s. The fragment is an instruction to the carrier; it is neither sent nor signed.
    /// </summary>
    private const string AskAgain = "#ct=2000&rt=5000&tt=15000&rc=2&rp=all";

    private readonly string _base = options.Value.PublicBaseUrl.TrimEnd('/');

    /// <summary>The address of one of our voice endpoints; <paramref name="path"/> is below <c>/twilio</c>.</summary>
    public string Address(string path, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var url = new StringBuilder(_base).Append(Prefix).Append(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            url.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return url.Append(AskAgain).ToString();
    }

    /// <summary>
    /// The caller's way into the conference of her call. When she leaves, the operator's leg ends with her. While she is alone in it
    /// (the operator's telephone dropped) she hears the hold document, not silence.
    /// </summary>
    public DialConference CallerJoins(CallId call, Skill? skill = null) => new(
        call.ToString(), AfterConference(call, skill), EndsWhenLeaving: true,
        Address("/voice/hold"), Events(call), (int)LongestCall.TotalSeconds);

    /// <summary>A duty telephone, rung by the caller's own document: for when nothing but the carrier can be reached.</summary>
    public DialTelephone DutyTelephone(CallId call, StaffId phone, string number, string after, int ringSeconds) => new(
        number, options.Value.From, Address("/voice/duty/ask", ("call", call.ToString()), ("operator", phone.ToString())), after,
        ringSeconds, (int)LongestCall.TotalSeconds);

    /// <summary>
    /// The operator's way in, always before the caller. When she leaves, the conference ends too, and that never hangs up on the caller: her
    /// own leg goes on with <see cref="AfterConference"/>, without waiting for a callback to reach us. Alone in a lasting conference a caller
    /// would hear the hold document until somebody noticed.
    /// </summary>
    public DialConference OperatorJoins(CallId call) => new(
        call.ToString(), Action: null, EndsWhenLeaving: true, WaitUrl: "", Events(call), (int)LongestCall.TotalSeconds);

    /// <summary>The way in of somebody who joins, or of a service. Heard by <paramref name="coached"/> alone; null: by everybody. Their leaving ends nothing.</summary>
    public DialConference JoinerJoins(CallId call, LegId? coached) => new(
        call.ToString(), Action: null, EndsWhenLeaving: false, WaitUrl: "", Events(call), (int)LongestCall.TotalSeconds, coached?.Value);

    /// <summary>Where we are told that a message can be fetched.</summary>
    public string RecordingTold(CallId call) => Address("/voice/recording", ("call", call.ToString()));

    /// <summary>Where a caller goes on when her conference is over. The address says her skill where it is known: the live state may have lost her by then.</summary>
    internal string AfterConference(CallId call, Skill? skill) => skill is { } known
        ? Address("/voice/done", ("call", call.ToString()), ("skill", known.Code))
        : Address("/voice/done", ("call", call.ToString()));

    internal string LegUrl(RingOperator ring) => Address("/voice/leg", Of(ring));

    internal string LegStatusUrl(RingOperator ring) => Address("/voice/status", [.. Of(ring), ("side", "operator")]);

    internal string HelperUrl(RingOperator ring) => Address("/voice/helper", Of(ring));

    internal string HelperStatusUrl(RingOperator ring) => Address("/voice/status", [.. Of(ring), ("side", "helper")]);

    internal string ServiceUrl(RingService ring) => Address("/voice/service", Of(ring));

    internal string ServiceStatusUrl(RingService ring) => Address("/voice/status", [.. Of(ring), ("side", "service")]);

    internal string CallBackUrl(RingCaller ring) => CallBackUrl(ring.Call, ring.Token, ring.Skill);

    /// <summary>What the telephone of a booked caller asks when it is answered. <paramref name="pressed"/>: it is she.</summary>
    public string CallBackUrl(CallId call, long token, Skill? skill, bool pressed = false) => Address("/voice/callback",
        [("call", call.ToString()), ("token", token.ToString(CultureInfo.InvariantCulture)), .. skill is { } known ? [("skill", known.Code)] : Array.Empty<(string, string)>(),
            .. pressed ? [("pressed", "1")] : Array.Empty<(string, string)>()]);

    internal string CallBackStatusUrl(RingCaller ring) => Address("/voice/status", [.. Of(ring), ("side", "caller")]);

    /// <summary>What somebody on call hears when she answers.</summary>
    internal string PageUrl(RingPage ring) =>
        Address("/voice/page", ("escalation", ring.Escalation.ToString()), ("token", ring.Token.ToString(CultureInfo.InvariantCulture)));

    internal string HoldUrl => Address("/voice/hold");

    private string Events(CallId call) => Address("/conference", ("call", call.ToString()));

    private static (string, string)[] Of(RingCaller ring) =>
        [("call", ring.Call.ToString()), ("token", ring.Token.ToString(CultureInfo.InvariantCulture))];

    private static (string, string)[] Of(RingService ring) =>
        [("call", ring.Call.ToString()), ("token", ring.Token.ToString(CultureInfo.InvariantCulture))];

    private static (string, string)[] Of(RingOperator ring) =>
        [("call", ring.Call.ToString()), ("operator", ring.Operator.ToString()), ("token", ring.Token.ToString(CultureInfo.InvariantCulture))];
}
