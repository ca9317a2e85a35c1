using System.Text.RegularExpressions;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Phones;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

internal sealed record PhoneList(IReadOnlyList<PhoneView> Phones);

internal static partial class PhoneControl
{
    private const string AddressAllowed = "must be a number, sip:user@host or client:name";

    public static void Map(RouteGroupBuilder phones)
    {
        phones.MapGet("/", List);
        phones.MapGet("/{address}", Get);
        phones.MapPut("/{address}", Put);
        phones.MapGet("/{address}/wait", Wait);
        phones.MapPost("/{address}/answer", Answer);
        phones.MapPost("/{address}/hangup", HangUp);
        phones.MapPost("/{address}/digits", Press);
    }

    private static Ok<PhoneList> List(PhoneBook phones) => TypedResults.Ok(new PhoneList(phones.Views));

    private static Results<Ok<PhoneView>, NotFound> Get(string address, PhoneBook phones) =>
        phones.View(address) is { } phone ? TypedResults.Ok(phone) : TypedResults.NotFound();

    private static Results<Ok<PhoneView>, ValidationProblem> Put(string address, JsonFields body, PhoneBook phones)
    {
        if (!AddressForm().IsMatch(address))
            return WaitQuery.Wrong("address", AddressAllowed);
        body.Only("mode", "answerAfterMs", "press", "label", "lines", "greetingMs", "detectedAs");
        var known = phones.View(address);
        var mode = body.Choice("mode", known?.Mode ?? PhoneMode.Manual);
        var answerAfter = body.Int("answerAfterMs", known?.AnswerAfterMs ?? 800, 0, 600_000);
        var press = body.String("press", CallControl.DigitsForm().IsMatch, "must be null or 1 to 32 of 0-9 * #");
        var label = body.String("label", t => t.Length is >= 1 and <= 60, "must be 1 to 60 characters");
        var lines = body.Int("lines", known?.Lines ?? 1, 1, 10);
        var greeting = body.Int("greetingMs", known?.GreetingMs ?? 4000, 0, 120_000);
        var detectedAs = body.ChoiceOrNull<Detected>("detectedAs");
        if (body.Problem is { } problem)
            return problem;
        return TypedResults.Ok(phones.Set(address, phone =>
        {
            phone.Mode = mode;
            phone.AnswerAfterMs = answerAfter;
            phone.Lines = lines;
            phone.GreetingMs = greeting;
            if (body.Has("detectedAs"))
                phone.DetectedAs = detectedAs;
            phone.Label = label ?? phone.Label;
            if (body.Has("press"))
                phone.Press = press;
        }));
    }

    private static async Task<Results<Ok<PhoneView>, ValidationProblem, StatusCodeHttpResult>> Wait(string address, HttpRequest request, PhoneBook phones, CancellationToken ct)
    {
        var state = request.Query["for"].ToString();
        if (state is not ("ringing" or "active" or "idle"))
            return WaitQuery.Wrong("for", "must be ringing, active or idle");
        if (!WaitQuery.TryTimeout(request, out var timeout, out var problem))
            return problem!;
        return await phones.WaitAsync(address, state, timeout, ct) is { } phone
            ? TypedResults.Ok(phone) : TypedResults.StatusCode(StatusCodes.Status408RequestTimeout);
    }

    private static Results<Ok<PhoneView>, NotFound, Conflict> Answer(string address, PhoneBook phones) =>
        After(phones, address, phones.Decide(address, RingAnswer.PickedUp));

    private static Results<Ok<PhoneView>, NotFound, Conflict> HangUp(string address, PhoneBook phones) =>
        After(phones, address, phones.HangUp(address));

    private static Results<Ok<PhoneView>, NotFound, Conflict, ValidationProblem> Press(string address, JsonFields body, PhoneBook phones, Switchboard switchboard)
    {
        if (phones.View(address) is null)
            return TypedResults.NotFound();
        var digits = body.Only("digits").RequiredString("digits", CallControl.DigitsForm().IsMatch, "must be 1 to 32 of 0-9 * #");
        if (body.Problem is { } problem)
            return problem;
        if (phones.ActiveLeg(address) is not { } leg || switchboard.Press(leg, digits) == PressOutcome.CallEnded)
            return TypedResults.Conflict();
        return TypedResults.Ok(phones.View(address)!);
    }

    private static Results<Ok<PhoneView>, NotFound, Conflict> After(PhoneBook phones, string address, PhoneCommand outcome)
    {
        if (phones.View(address) is not { } phone)
            return TypedResults.NotFound();
        return outcome == PhoneCommand.Done ? TypedResults.Ok(phone) : TypedResults.Conflict();
    }

    [GeneratedRegex(@"^(\+?[0-9]{3,15}|sips?:[^\s@;?]+@[^\s;?]+|client:\S+)$")]
    private static partial Regex AddressForm();
}
