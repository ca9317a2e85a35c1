using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Simulator.Calls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

internal sealed record DialledView(string Sid);

internal sealed record CallList(IReadOnlyList<CallView> Calls);

internal static partial class CallControl
{
    private const string NumberAllowed = "must be a number of 3 to 15 digits, with or without a leading +";
    private const string DigitsAllowed = "must be 1 to 32 of 0-9 * #";

    public static void Map(RouteGroupBuilder calls)
    {
        calls.MapPost("/", Dial);
        calls.MapGet("/", List);
        calls.MapGet("/{sid}", Get);
        calls.MapGet("/{sid}/wait", Wait);
        calls.MapPost("/{sid}/digits", Press);
        calls.MapPost("/{sid}/hangup", HangUp);
        calls.MapPut("/{sid}/expect", Expect);
    }

    private static Results<Created<DialledView>, ValidationProblem> Dial(JsonFields body, CallerDesk callers)
    {
        body.Only("from", "to", "fromWithheld");
        var from = body.String("from", NumberForm().IsMatch, NumberAllowed);
        var to = body.String("to", NumberForm().IsMatch, NumberAllowed);
        var withheld = body.Bool("fromWithheld", false);
        if (withheld && from is not null)
            body.Fail("fromWithheld", "must be false when from is given");
        if (body.Problem is { } problem)
            return problem;
        var call = callers.Dial(withheld ? null : from ?? "+8613800000000", to);
        return TypedResults.Created($"/api/calls/{call.Sid}", new DialledView(call.Sid));
    }

    private static Results<Ok<CallList>, ValidationProblem> List(HttpRequest request, Switchboard switchboard)
    {
        var state = request.Query["state"].ToString();
        if (state is not ("" or "live" or "ended"))
            return WaitQuery.Wrong("state", "must be live or ended");
        var direction = request.Query["direction"].ToString();
        if (direction is not ("" or "inbound" or "outbound-api" or "outbound-dial"))
            return WaitQuery.Wrong("direction", "must be inbound, outbound-api or outbound-dial");
        var limit = 200;
        if (request.Query["limit"].ToString() is { Length: > 0 } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 20_000))
            return WaitQuery.Wrong("limit", "must be a whole number from 1 to 20000");
        return TypedResults.Ok(new CallList(switchboard.Select(
            c => (state.Length == 0 || c.IsLive == (state == "live")) && (direction.Length == 0 || c.Direction.Word() == direction), CallView.Of, limit)));
    }

    private static Results<Ok<CallView>, NotFound> Get(string sid, Switchboard switchboard) =>
        switchboard.Find(sid) is { } call ? TypedResults.Ok(switchboard.View(call)) : TypedResults.NotFound();

    private static async Task<Results<Ok<CallView>, NotFound, ValidationProblem, StatusCodeHttpResult>> Wait(
        string sid, HttpRequest request, Switchboard switchboard, CancellationToken ct)
    {
        if (switchboard.Find(sid) is not { } call)
            return TypedResults.NotFound();
        var after = 0;
        if (request.Query["after"].ToString() is { Length: > 0 } index && !int.TryParse(index, CultureInfo.InvariantCulture, out after))
            return WaitQuery.Wrong("after", "must be the index of the first heard line that counts");
        if (WaitQuery.Condition(request.Query["for"].ToString(), after) is not { } condition)
            return WaitQuery.Wrong("for", "must be " + WaitQuery.CallConditions);
        if (!WaitQuery.TryTimeout(request, out var timeout, out var problem))
            return problem!;
        return await switchboard.WaitAsync(call, condition, timeout, ct) is { } view
            ? TypedResults.Ok(view) : TypedResults.StatusCode(StatusCodes.Status408RequestTimeout);
    }

    private static Results<Ok<CallView>, NotFound, Conflict, ValidationProblem> Press(string sid, JsonFields body, Switchboard switchboard)
    {
        if (switchboard.Find(sid) is not { } call)
            return TypedResults.NotFound();
        var digits = body.Only("digits").RequiredString("digits", DigitsForm().IsMatch, DigitsAllowed);
        if (body.Problem is { } problem)
            return problem;
        return switchboard.Press(call, digits) == PressOutcome.CallEnded ? TypedResults.Conflict() : TypedResults.Ok(switchboard.View(call));
    }

    private static Results<Ok<CallView>, NotFound> HangUp(string sid, Switchboard switchboard)
    {
        if (switchboard.Find(sid) is not { } call)
            return TypedResults.NotFound();
        switchboard.End(call, call.Direction == CallDirection.Inbound ? EndReason.CallerHungUp : EndReason.PhoneHungUp);
        return TypedResults.Ok(switchboard.View(call));
    }

    private static Results<Ok<CallView>, NotFound, ValidationProblem> Expect(string sid, JsonFields body, Switchboard switchboard)
    {
        if (switchboard.Find(sid) is not { } call)
            return TypedResults.NotFound();
        var legs = body.Only("legs").Int("legs", 1, 1, 20);
        if (body.Problem is { } problem)
            return problem;
        lock (switchboard.Gate)
            call.ExpectedLegs = legs;
        return TypedResults.Ok(switchboard.View(call));
    }

    [GeneratedRegex(@"^\+?[0-9]{3,15}$")]
    private static partial Regex NumberForm();

    [GeneratedRegex("^[0-9*#]{1,32}$")]
    internal static partial Regex DigitsForm();
}
