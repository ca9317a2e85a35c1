using System.Text.Json;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Webhooks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

internal sealed record CallbackList(string Mode, IReadOnlyList<HeldCallback> Callbacks);

internal sealed record ReleaseReport(IReadOnlyList<ReleasedCallback> Released);

internal enum CallbackMode
{
    Send,
    Hold,
}

internal static class FaultControl
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/faults", (FaultPlan faults) => TypedResults.Ok(faults.Settings));
        api.MapPut("/faults", Put);
        api.MapDelete("/faults", Clear);
        api.MapPost("/faults/trigger", Trigger);
        api.MapGet("/callbacks", List);
        api.MapPut("/callbacks", Mode);
        api.MapPost("/callbacks/release", Release);
        api.MapDelete("/callbacks", Drop);
    }

    private static Results<Ok<FaultSettings>, ValidationProblem> Put(JsonFields body, FaultPlan faults, HangUpPlan _)
    {
        body.Only("callbacks", "rest", "hangUpCallerAt");
        var callbacks = body.Object("callbacks").Only("duplicate", "reorder", "delayMs", "seed");
        var rest = body.Object("rest").Only("next429", "next500AfterCommit", "next500BeforeCommit", "delayMs", "mediaElsewhere");
        var hangUp = body.Object("hangUpCallerAt").Only("event", "afterMs");
        var range = callbacks.Longs("delayMs") ?? [0, 0];
        if (range.Count != 2 || range[0] < 0 || range[1] < range[0] || range[1] > 600_000)
            callbacks.Fail("delayMs", "must be [least, most] in milliseconds, 0 to 600000");
        var settings = new FaultSettings(
            new CallbackFaults(callbacks.Fraction("duplicate", 0), callbacks.Bool("reorder", false), [.. range.Select(r => (int)Math.Min(r, int.MaxValue))],
                callbacks.Int("seed", 1, int.MinValue, int.MaxValue)),
            new RestFaults(rest.Int("next429", 0, 0, 1_000_000), rest.Int("next500AfterCommit", 0, 0, 1_000_000),
                rest.Int("next500BeforeCommit", 0, 0, 1_000_000), rest.Int("delayMs", 0, 0, 600_000), rest.Bool("mediaElsewhere", false)),
            !body.Has("hangUpCallerAt") ? null : new HangUpFault(
                hangUp.RequiredString("event", m => HangUpPlan.Moments.Contains(m), "must be one of " + string.Join(", ", HangUpPlan.Moments)),
                hangUp.Int("afterMs", 0, 0, 3_600_000)));
        if (body.Problem is { } problem)
            return problem;
        faults.Settings = settings;
        return TypedResults.Ok(settings);
    }

    private static NoContent Clear(FaultPlan faults)
    {
        faults.Settings = FaultSettings.None;
        return TypedResults.NoContent();
    }

    /// <summary>Announces a moment only the product knows, such as an offer.</summary>
    private static Results<NoContent, NotFound, ValidationProblem> Trigger(JsonFields body, Switchboard switchboard, HangUpPlan _)
    {
        body.Only("event", "sid");
        var moment = body.RequiredString("event", m => HangUpPlan.Moments.Contains(m), "must be one of " + string.Join(", ", HangUpPlan.Moments));
        var sid = body.RequiredString("sid", s => s.Length > 0, "must be a call's sid");
        if (body.Problem is { } problem)
            return problem;
        if (switchboard.Find(sid) is not { } call)
            return TypedResults.NotFound();
        switchboard.Tell(moment, call);
        return TypedResults.NoContent();
    }

    private static Ok<CallbackList> List(CallbackOutbox outbox) => TypedResults.Ok(Show(outbox));

    private static Results<Ok<CallbackList>, ValidationProblem> Mode(JsonFields body, CallbackOutbox outbox)
    {
        body.Only("mode");
        if (!body.Has("mode"))
            body.Fail("mode", "must be one of send, hold");
        var mode = body.Choice("mode", CallbackMode.Send);
        if (body.Problem is { } problem)
            return problem;
        outbox.Holding = mode == CallbackMode.Hold;
        return TypedResults.Ok(Show(outbox));
    }

    private static async Task<Results<Ok<ReleaseReport>, ValidationProblem>> Release(JsonFields body, CallbackOutbox outbox, CancellationToken ct)
    {
        body.Only("order", "duplicates", "keep");
        var (order, duplicates, keep) = (body.Longs("order"), body.Longs("duplicates") ?? [], body.Bool("keep", false));
        if (body.Problem is { } wrong)
            return wrong;
        var (released, unknown) = await outbox.ReleaseAsync(order, duplicates, keep, ct);
        if (unknown is { } id)
            return WaitQuery.Wrong("order", $"names {id}, which is not held; see GET /api/callbacks");
        return TypedResults.Ok(new ReleaseReport(released));
    }

    private static NoContent Drop(CallbackOutbox outbox)
    {
        outbox.Clear();
        return TypedResults.NoContent();
    }

    private static CallbackList Show(CallbackOutbox outbox) =>
        new(JsonNamingPolicy.CamelCase.ConvertName((outbox.Holding ? CallbackMode.Hold : CallbackMode.Send).ToString()), outbox.Held);
}
