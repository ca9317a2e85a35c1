using System.Globalization;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>
/// Where a caller is on her way, carried by her own addresses so that a wiped live state loses nobody. No personal datum: ids, times, a skill.
/// The carrier's signature covers it.
/// </summary>
/// <param name="Pending">She has entered, but the live state could not take it yet: the next request enters again.</param>
/// <param name="Told">What she was last told of her place, so that it is said at first and when it changes.</param>
/// <param name="Turn">Loops so far; chooses the comfort.</param>
/// <param name="Lost">Documents in a row without a live state.</param>
/// <param name="Phone">Duty telephones rung so far.</param>
/// <param name="Quiet">She said by key that she cannot speak.</param>
/// <param name="Asked">The question asked last, as a code: a key answers this one, however often the request is repeated.</param>
internal sealed record CallerWay(CallTicket Ticket, Skill Skill, EnteredBy? Pending = null, string Told = "", int Turn = 0, int Lost = 0, int Phone = 0,
    bool Quiet = false, string Asked = "")
{
    public string WaitUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/wait", [.. Of(Ticket), .. Rest()]);

    public string AgainUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/again", [.. Of(Ticket), .. Rest()]);

    public string BookUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/book", [.. Of(Ticket), .. Rest()]);

    /// <summary>Where she goes on when her message is recorded.</summary>
    public string MessageUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/message", [.. Of(Ticket), .. Rest()]);

    /// <summary>What her key says of being called about this message.</summary>
    public string MayCallUrl(TwilioWebhooks webhooks, string recording) => webhooks.Address("/voice/may-call", [.. Of(Ticket), .. Rest(), ("recording", recording)]);

    public string DoneUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/done", [.. Of(Ticket), .. Rest()]);

    public string DutyUrl(TwilioWebhooks webhooks) => webhooks.Address("/voice/duty", [.. Of(Ticket), .. Rest()]);

    public static string ChoiceUrl(TwilioWebhooks webhooks, CallTicket? ticket) => webhooks.Address("/voice/choice", ticket is null ? [] : [.. Of(ticket)]);

    /// <summary>Reads the way back from an address; parts that are missing or absurd start anew.</summary>
    public static CallerWay Read(CarrierRequest request, CallTicket ticket, Skill skill) => new(
        ticket,
        skill,
        Enum.TryParse<EnteredBy>(request.Query("pending"), out var pending) && Enum.IsDefined(pending) ? pending : null,
        request.Query("told") is { Length: <= 20 } told ? told : "",
        Count(request, "turn"), Count(request, "lost"), Count(request, "phone"),
        request.Query("quiet") == "1", request.Query("asked") is { Length: <= 20 } asked ? asked : "");

    private static int Count(CarrierRequest request, string name) => request.WholeNumber(name) is { } count and < 1_000_000 ? count : 0;

    private static IEnumerable<(string, string)> Of(CallTicket ticket)
    {
        yield return ("call", ticket.Call.ToString());
        yield return ("arrived", ticket.ArrivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        if (ticket.PlaceAt != ticket.ArrivedAt) yield return ("place", ticket.PlaceAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
    }

    private IEnumerable<(string, string)> Rest()
    {
        yield return ("skill", Skill.Code);
        if (Pending is { } by) yield return ("pending", by.ToString());
        if (Told.Length > 0) yield return ("told", Told);
        yield return ("turn", Turn.ToString(CultureInfo.InvariantCulture));
        if (Lost > 0) yield return ("lost", Lost.ToString(CultureInfo.InvariantCulture));
        if (Phone > 0) yield return ("phone", Phone.ToString(CultureInfo.InvariantCulture));
        if (Quiet) yield return ("quiet", "1");
        if (Asked.Length > 0) yield return ("asked", Asked);
    }
}
