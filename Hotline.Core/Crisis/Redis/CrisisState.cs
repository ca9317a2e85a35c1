using System.Globalization;
using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using StackExchange.Redis;

namespace Hotline.Core.Crisis.Redis;

/// <summary>The escalations' verbs, one script each, typed. Throws as <see cref="LiveState"/> does when the live state cannot be reached.</summary>
internal sealed class CrisisState(LiveScripts scripts)
{
    public static bool Lost(Exception e) => LiveState.Lost(e);

    public async Task<EscalationId> RaiseAsync(StaffId? by, CallId? call, EscalationCause cause, EscalationId withoutCall, string? centre, string? numberKey, string? mask)
    {
        var reply = await scripts.RunAsync("raise_escalation",
            by?.ToString() ?? "", call?.ToString() ?? "", cause.ToString(), withoutCall.Value, centre ?? "", numberKey ?? "", mask ?? "");
        return Id(reply[0]);
    }

    /// <summary>What became of a due step. <paramref name="ladder"/> null: asks for the centre whose ladder is needed.</summary>
    public async Task<StepReply> NextPageAsync(string entry, long stamp, (Ladder Ladder, IReadOnlyList<string> Chain, bool People)? ladder)
    {
        var reply = await scripts.RunAsync("page_next", entry, stamp, ladder is { } given ? Write(given.Ladder, given.Chain, given.People) : "");
        return (string)reply[0]! switch
        {
            "ladder" => new StepReply.Ladder((string)reply[1]!),
            "Done" => new StepReply.Done(Enum.Parse<LadderLevel>((string)reply[1]!), (int)reply[2], TimeSpan.FromMilliseconds(Number(reply[4])),
                [.. reply.Skip(5).Chunk(2).Select(p => (Long(p[0]), (string)p[1]!))]),
            "Reminded" => new StepReply.Reminded(),
            _ => new StepReply.Stale(),
        };
    }

    /// <summary>Null: it is not to be done any more.</summary>
    public async Task<(string Centre, EscalationId Id, long Token, string Person)?> OrderPageAsync(string entry, long stamp)
    {
        var reply = await scripts.RunAsync("order_page", entry, stamp);
        return reply.Length < 5 ? null : ((string)reply[1]!, Id(reply[2]), Long(reply[3]), (string)reply[4]!);
    }

    public async Task<bool> NotePageAsync(EscalationId id, long token, string how, LegId? leg) =>
        (string)(await scripts.RunAsync("note_page", id.Value, token, how, leg?.Value ?? ""))[0]! == "Wanted";

    public async Task<EscalationOutcome> AnswerPageAsync(EscalationId id, long token, bool machine) =>
        Outcome((await scripts.RunAsync("answer_page", id.Value, token, machine ? "machine" : ""))[0]);

    public Task OverdueRescueAsync(string entry, long stamp) => scripts.RunAsync("overdue_rescue", entry, stamp);

    /// <param name="who">A staff id, or the token of a page.</param>
    public async Task<(EscalationOutcome Outcome, string Holder, TimeSpan? After, IReadOnlyList<LegId> Legs)> AcknowledgeAsync(EscalationId id, string how, string who)
    {
        var reply = await scripts.RunAsync("acknowledge_escalation", id.Value, how, who);
        return (Outcome(reply[0]), (string)reply[1]!, (string)reply[2]! is { Length: > 0 } ? TimeSpan.FromMilliseconds(Number(reply[2])) : null,
            [.. reply.Skip(3).Select(leg => new LegId((string)leg!))]);
    }

    public async Task<EscalationOutcome> HoldAsync(EscalationId id, StaffId by, string act, string what) =>
        Outcome((await scripts.RunAsync("hold_escalation", id.Value, by.ToString(), act, what))[0]);

    public async Task<EscalationOutcome> RescueAsync(EscalationId id, StaffId by, RescueAct act)
    {
        RedisValue[] what = act switch
        {
            RescueAct.Ask ask => ["ask", ask.Service.ToString(), ask.Contact ?? ""],
            RescueAct.Note note => ["note", note.Rescue, note.Step.ToString()],
            _ => throw new InvalidOperationException($"No such act: {act}."),
        };
        return Outcome((await scripts.RunAsync("rescue_escalation", [id.Value, by.ToString(), .. what]))[0]);
    }

    /// <param name="last">An earlier reading: what has not changed since is taken from it, the same object.</param>
    public async Task<CrisisReading> ReadAsync(CrisisReading? last)
    {
        var reply = await scripts.RunAsync("read_crisis", last?.At.ToUnixTimeMilliseconds() ?? 0);
        var known = (last?.Escalations ?? []).ToDictionary(e => e.Id.Value, StringComparer.Ordinal);
        var told = ((RedisResult[])reply[2]!).Chunk(5).ToDictionary(e => (string)e[0]!, StringComparer.Ordinal);
        var open = new List<OpenEscalation>(known.Count);
        foreach (var entry in ((string)reply[1]!).Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2))
        {
            var parts = told.GetValueOrDefault(entry[0]);
            if (parts is not null && (string)parts[1]! is { Length: > 0 } record) open.Add(WithCall(LiveEscalation.Parse(record), parts));
            else if (known.TryGetValue(entry[0], out var before) && before.Version == Long(entry[1])) open.Add(WithCall(before, parts));
            // Redis' clock went back, or it is another Redis: nothing that was known is relied on.
            else return await ReadAsync(null);
        }
        return new CrisisReading(DateTimeOffset.FromUnixTimeMilliseconds(Long(reply[0])), open);
    }

    /// <summary>Of these, which the record has open, those that the live state has lost.</summary>
    public async Task<IReadOnlyList<EscalationId>> LostAsync(IEnumerable<EscalationId> open) =>
        [.. (await scripts.RunAsync("restore_escalation", ["which", .. open.Select(id => (RedisValue)id.Value)])).Select(Id)];

    /// <summary>The legs that need not ring any more, of one that was joined with it. Null: it is known, or was closed, or the record lags.</summary>
    public async Task<IReadOnlyList<LegId>?> RestoreAsync(EscalationRecord e, TimeSpan longestLag)
    {
        var reply = await scripts.RunAsync("restore_escalation",
            "restore", e.Id.Value, e.Call?.ToString() ?? "", e.Centre, e.Skill ?? "", e.NumberKey ?? "", e.NumberMask ?? "",
            JsonSerializer.Serialize(e.Causes), e.RaisedBy?.ToString() ?? "", e.RaisedAt.ToUnixTimeMilliseconds(), e.Round,
            e.Holder ?? "", (e.HeldSince ?? e.RaisedAt).ToUnixTimeMilliseconds(), e.HeldBy ?? "console", JsonSerializer.Serialize(e.Rescues.Select(LiveOf)),
            (long)longestLag.TotalMilliseconds);
        return (string)reply[0]! == "Restored" ? [.. reply.Skip(1).Select(leg => new LegId((string)leg!))] : null;
    }

    private static OpenEscalation WithCall(OpenEscalation e, RedisResult[]? told) =>
        told is null ? LiveEscalation.WithCall(e, "", "", "") : LiveEscalation.WithCall(e, (string)told[2]!, (string)told[3]!, (string)told[4]!);

    private static LiveRescue LiveOf(RescueRecord r) => new()
    {
        Number = r.Number,
        Service = r.Service,
        Step = r.Step,
        At = r.At.ToUnixTimeMilliseconds(),
        By = r.By?.ToString(),
        Contact = r.Contact,
        DueAt = r.DueAt?.ToUnixTimeMilliseconds(),
    };

    private static string Write(Ladder ladder, IReadOnlyList<string> chain, bool people) => JsonSerializer.Serialize(new
    {
        chain,
        steps = ladder.Steps.Select(s => new
        {
            level = s.Level,
            wait = (long)s.Wait.TotalMilliseconds,
            people = people ? s.People.Select(p => p.Id) : [],
        }),
    });

    private static EscalationOutcome Outcome(RedisResult value) => Enum.Parse<EscalationOutcome>((string)value!);

    private static EscalationId Id(RedisResult value) =>
        EscalationId.TryParse((string)value!, out var id) ? id : throw new FormatException("The live state gave an escalation id that is none.");

    private static double Number(RedisResult value) => double.Parse((string)value!, CultureInfo.InvariantCulture);

    private static long Long(RedisResult value) => Long((string)value!);

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What became of a due entry of a ladder.</summary>
internal abstract record StepReply
{
    private StepReply()
    {
    }

    public sealed record Stale : StepReply;

    public sealed record Ladder(string Centre) : StepReply;

    public sealed record Reminded : StepReply;

    public sealed record Done(LadderLevel Level, int Round, TimeSpan Late, IReadOnlyList<(long Token, string Person)> Orders) : StepReply;
}
