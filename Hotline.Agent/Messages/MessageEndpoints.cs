using System.Security.Claims;
using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Care;
using Hotline.Agent.Session;
using Hotline.Agent.Web;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Changed = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Hotline.Agent.Messages.MessageView>, Microsoft.AspNetCore.Http.HttpResults.ValidationProblem,
    Microsoft.AspNetCore.Http.HttpResults.Conflict<Hotline.Agent.Messages.MessageView>, Microsoft.AspNetCore.Http.HttpResults.NotFound,
    Microsoft.AspNetCore.Http.HttpResults.ForbidHttpResult>;

namespace Hotline.Agent.Messages;

/// <summary>Messages callers left: heard, seen to, closed. Each listening, each act and each number shown is audited before it happens.</summary>
internal static class MessageEndpoints
{
    public static IServiceCollection AddMessageReading(this IServiceCollection services) => services.AddSingleton<MessageReading>();

    public static void MapMessages(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/messages").WithTags("Messages").RequireAct(Act.HearMessages).ProducesProblem(401).ProducesProblem(403).ProducesProblem(503);
        messages.MapGet("", ListAsync).WithName("listMessages")
            .WithSummary("Messages of one's centre and of those under it that nobody has closed, the oldest first; with closed=true the last 200 that were, newest first.");
        messages.MapGet("count", CountAsync).WithName("countMessages").WithSummary("How many of them nobody has heard, and since when the first waits.");
        // No JSON, so not one of the console's operations: its player asks for it by address.
        messages.MapGet("{id}/sound", HearAsync).ExcludeFromDescription();
        messages.MapPost("{id}/take", TakeAsync).WithName("takeMessage").WithSummary("I see to it from now on; 409 when somebody else does meanwhile.").ProducesProblem(404);
        messages.MapPost("{id}/close", CloseAsync).WithName("closeMessage")
            .WithSummary("What came of it; 409 unless one sees to it oneself, somebody has heard it, and it is open.").ProducesProblem(404);
        messages.MapPost("{id}/number", RevealAsync).WithName("revealMessageNumber")
            .WithSummary("The caller's number in full, if she may be called at this moment (409 says why not); an audited act of whoever sees to it.").ProducesProblem(404);
    }

    private static async Task<Ok<IReadOnlyList<MessageView>>> ListAsync(ClaimsPrincipal user, MessageReading reading, CancellationToken stop, bool closed = false)
    {
        var who = user.Who();
        return TypedResults.Ok(await reading.ViewsAsync(await reading.SeenAsync(who, closed, stop), who, stop));
    }

    private static async Task<Ok<MessageCount>> CountAsync(ClaimsPrincipal user, MessageReading reading, CancellationToken stop)
    {
        var unheard = (await reading.SeenAsync(user.Who(), closed: false, stop)).Where(m => m.HeardAt is null).ToList();
        return TypedResults.Ok(new MessageCount(unheard.Count, unheard.Count > 0 ? unheard[0].LeftAt : null));
    }

    private static async Task<Results<FileContentHttpResult, NotFound, ForbidHttpResult>> HearAsync(
        Guid id, ClaimsPrincipal user, MessageStore store, MessageReading reading, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        if (await store.FindAsync(id, stop) is not { Sound: MessageSound.Here } found) return TypedResults.NotFound();
        if (!reading.Concerns(found, who)) return TypedResults.Forbid();
        await audit.WriteAsync(who.Id, "message.hear", Subject(id), null, stop);
        // Its key may have been destroyed on purpose.
        if (await store.SoundAsync(id, stop) is not { } sound) return TypedResults.NotFound();
        await store.HearAsync(id, who.Id, stop);
        return TypedResults.File(sound.Sound, sound.Type);
    }

    private static async Task<Changed> TakeAsync(
        Guid id, [FromBody] TakeMessage body, ClaimsPrincipal user, MessageStore store, MessageReading reading, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        if (await store.FindAsync(id, stop) is not { } found) return TypedResults.NotFound();
        if (!reading.Concerns(found, who)) return TypedResults.Forbid();
        await audit.WriteAsync(who.Id, "message.take", Subject(id), null, stop);
        return await NowAsync(await store.TakeAsync(id, body.From, who.Id, stop), id, who, store, reading, stop);
    }

    private static async Task<Changed> CloseAsync(
        Guid id, [FromBody] CloseMessage body, ClaimsPrincipal user, MessageStore store, MessageReading reading, AuditTrail audit, CancellationToken stop)
    {
        var who = user.Who();
        if (body.Outcome is null || Array.IndexOf(Enum.GetNames<MessageOutcome>(), body.Outcome) < 0)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["outcome"] = [$"One of: {string.Join(", ", Enum.GetNames<MessageOutcome>())}."] }, title: "Nothing was changed.");
        if (await store.FindAsync(id, stop) is not { } found) return TypedResults.NotFound();
        if (!reading.Concerns(found, who)) return TypedResults.Forbid();
        await audit.WriteAsync(who.Id, "message.close", Subject(id), body.Outcome, stop);
        return await NowAsync(await store.CloseAsync(id, Enum.Parse<MessageOutcome>(body.Outcome), who.Id, stop), id, who, store, reading, stop);
    }

    private static async Task<Results<Ok<RevealedNumber>, ValidationProblem, Conflict<ContactView>, NotFound, ForbidHttpResult>> RevealAsync(
        Guid id, [FromBody] RevealNumber body, ClaimsPrincipal user, MessageStore store, MessageReading reading, CallBook book, NumberSealing sealing, AuditTrail audit,
        CancellationToken stop)
    {
        var who = user.Who();
        var reason = body.Reason?.Trim() ?? "";
        if (reason.Length is < RevealRules.ReasonLeast or > RevealRules.ReasonMost)
            return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["reason"] = [$"{RevealRules.ReasonLeast} to {RevealRules.ReasonMost} characters: why the number is needed."] });
        if (await store.FindAsync(id, stop) is not { } found) return TypedResults.NotFound();
        if (!reading.Concerns(found, who) || !Access.May(who, Act.RevealNumber, new Whose(found.TakenBy, found.Centre))) return TypedResults.Forbid();
        var verdict = reading.Verdict(found);
        if (!verdict.May) return TypedResults.Conflict(MessageReading.ViewOf(verdict));
        if (await book.FindAsync(found.Call, stop) is not { NumberSealed: { } value }) return TypedResults.NotFound();
        await audit.WriteAsync(who.Id, "number.reveal", $"call/{found.Call}", reason, stop);
        sealing.Open(value.Span, NumberSealing.OfCall, found.Call.Value, out var number);
        return number is null ? TypedResults.NotFound() : TypedResults.Ok(new RevealedNumber(number.Reveal()));
    }

    private static async Task<Changed> NowAsync(bool done, Guid id, Who who, MessageStore store, MessageReading reading, CancellationToken stop)
    {
        if (await store.FindAsync(id, stop) is not { } now) return TypedResults.NotFound();
        var view = (await reading.ViewsAsync([now], who, stop))[0];
        return done ? TypedResults.Ok(view) : TypedResults.Conflict(view);
    }

    private static string Subject(Guid id) => $"message/{id:N}";
}
