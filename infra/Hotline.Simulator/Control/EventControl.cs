using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Hotline.Simulator.Events;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Simulator.Control;

internal sealed record EventPage(long Last, IReadOnlyList<SimulatorEvent> Events);

internal static class EventControl
{
    private const int MostAtOnce = 5_000;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(RouteGroupBuilder events)
    {
        events.MapGet("/", List);
        events.MapGet("/stream", Stream);
    }

    private static Results<Ok<EventPage>, ValidationProblem> List(HttpRequest request, EventLog log)
    {
        var after = 0L;
        if (request.Query["after"].ToString() is { Length: > 0 } text && !long.TryParse(text, CultureInfo.InvariantCulture, out after))
            return WaitQuery.Wrong("after", "must be the number of the last event already seen");
        var page = log.After(after, MostAtOnce);
        return TypedResults.Ok(new EventPage(page.Count > 0 ? page[^1].Seq : log.Last, page));
    }

    /// <summary>From now on, or from <c>after</c> / Last-Event-ID; <c>call</c> and <c>topic</c> (the part of the type before the dot) narrow it.</summary>
    private static ServerSentEventsResult<SimulatorEvent> Stream(HttpContext context, EventLog log)
    {
        var request = context.Request;
        var from = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } id ? id : request.Query["after"].ToString();
        var after = long.TryParse(from, CultureInfo.InvariantCulture, out var seq) ? seq : log.Last;
        string? call = request.Query["call"], topic = request.Query["topic"];
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Follow(log, after, call, topic, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<SimulatorEvent>> Follow(
        EventLog log, long after, string? call, string? topic, [EnumeratorCancellation] CancellationToken ct)
    {
        // The first line goes out at once, so that a page knows the stream stands.
        yield return Item(new SimulatorEvent(after, DateTimeOffset.UnixEpoch, "stream.open", null, null, null, null));
        while (!ct.IsCancellationRequested)
        {
            var page = log.After(after, MostAtOnce);
            foreach (var happened in page)
            {
                after = happened.Seq;
                if ((call is null || happened.Call == call) && Concerns(happened, topic))
                    yield return Item(happened);
            }
            if (page.Count > 0)
                continue;
            var idle = await log.ArrivalAfterAsync(after, ct).WaitAsync(KeepAlive, ct).ContinueWith(t => t.IsFaulted, ct, TaskContinuationOptions.None, TaskScheduler.Default);
            if (idle)
                yield return Item(new SimulatorEvent(after, DateTimeOffset.UnixEpoch, "stream.alive", null, null, null, null));
        }
    }

    /// <summary>The topic <c>phone</c> includes what happens to a call while it is on a phone.</summary>
    private static bool Concerns(SimulatorEvent happened, string? topic) =>
        topic is null || happened.Type.StartsWith(topic + ".", StringComparison.Ordinal) || (topic == "phone" && happened.Phone is not null);

    private static SseItem<SimulatorEvent> Item(SimulatorEvent happened) =>
        new(happened) { EventId = happened.Seq.ToString(CultureInfo.InvariantCulture) };
}
