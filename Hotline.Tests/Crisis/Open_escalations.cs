using System.Globalization;
using System.Text.Json;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

/// <summary>
/// Random ladders, rosters, acts and crashes on two hosts: hosts that claim a step and die or wake late, races, wipes that are restored from the record.
/// Time is moved by the timers' scores. <c>HOTLINE_LADDER_SEED</c> plays one seed again.
/// </summary>
internal sealed class Open_escalations : OnLadders
{
    private const int Seeds = 30, Acts = 70;

    private static readonly LadderLevel[] Levels = Enum.GetValues<LadderLevel>();

    private readonly List<string> _story = [];
    private readonly HashSet<EscalationId> _open = [], _seen = [];
    private readonly List<StaffId> _staff = [];
    private readonly List<CallTicket> _callers = [];
    private readonly Dictionary<Switchboard, List<(string Entry, long Stamp)>> _claims = [];
    private Random _random = null!;
    private long _stamps;

    [Test]
    public async Task AnOpenEscalationAlwaysHasAFutureStepOrAnAcknowledgement()
    {
        var one = Environment.GetEnvironmentVariable("HOTLINE_LADDER_SEED");
        var first = int.TryParse(one, CultureInfo.InvariantCulture, out var given) ? given : (int)(TimeProvider.System.GetTimestamp() % 1_000_000);
        TestContext.Out.WriteLine($"HOTLINE_LADDER_SEED={first}");
        for (var seed = first; seed < first + (one is null ? Seeds : 1); seed++) await PlayAsync(seed);
    }

    private async Task PlayAsync(int seed)
    {
        _random = new Random(seed);
        foreach (var list in new System.Collections.IList[] { _story, _callers }) list.Clear();
        _open.Clear();
        _seen.Clear();
        Pager.Orders.Clear();
        (_claims[One], _claims[Two]) = ([], []);
        _staff.Clear();
        for (var i = 0; i < 4; i++) _staff.Add(StaffId.New(TimeProvider.System));
        ChangeLadder();
        _story.Add($"seed {seed}");
        for (var i = 0; i < Acts; i++)
        {
            // One of five is raced with another.
            var acts = Enumerable.Range(0, _random.Next(5) == 0 ? 2 : 1).Select(_ => Choose()).ToArray();
            _story.Add(string.Join(" | ", acts.Select(a => a.Name)));
            await Task.WhenAll(acts.Select(a => a.Do()));
            if (_random.Next(25) == 0) await WipeAsync();
            await JudgeAsync();
        }
        await EndAllAsync();
        await JudgeLogAsync();
    }

    private (string Name, Func<Task> Do) Choose()
    {
        var (host, other) = _random.Next(2) == 0 ? (One, Two) : (Two, One);
        var by = _staff[_random.Next(_staff.Count)];
        var ids = _open.OrderBy(id => id.Value, StringComparer.Ordinal).ToArray();
        var id = ids.Length == 0 ? default : ids[_random.Next(ids.Length)];
        switch (_random.Next(ids.Length == 0 ? 4 : 20))
        {
            case 0: return ("alarm", () => host.Escalations().RaiseAsync(by, null, EscalationCause.Operator, "main"));
            case 1:
                return ("crisis key", async () =>
            {
                var caller = await CallerAsync(host);
                await host.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
            }
                );
            case 2: return ("roster", () => RosterAsync(host, by));
            case 3: return ("ladder", () => { ChangeLadder(); return Task.CompletedTask; });
            case 4 or 5:
                return ($"acknowledge {id}", () => host.Escalations().AcknowledgeAsync(id, by));
            case 6:
                return ($"press 1 for {id}", async () =>
            {
                if (Pager.Orders.LastOrDefault(o => o.Escalation == id) is { } order) await host.Escalations().AcknowledgeByPhoneAsync(id, order.Token);
            }
                );
            case 7: return ($"hand back {id}", () => host.Escalations().HandBackAsync(id, by));
            case 8: return ($"progress {id}", () => host.Escalations().ProgressAsync(id, by, "joined"));
            case 9: return ($"close {id}", () => CloseAsync(host, id, by));
            case 10: return ($"rescue {id}", () => host.Escalations().RescueAsync(id, by, new RescueAct.Ask(RescueService.Police)));
            case 11: return ($"rescued {id}", () => host.Escalations().RescueAsync(id, by, new RescueAct.Note(1, RescueStep.Ended)));
            case 12: return ($"overdue {id}", () => FireAsync(host, $"rescue|{id}|1", Interlocked.Increment(ref _stamps)));
            case 13:
                return ($"page of {id} noted or ordered again", async () =>
            {
                if (Pager.Orders.LastOrDefault(o => o.Escalation == id) is not { } order) return;
                if (order.Token % 3 == 0) await host.Escalations().PageAnsweredAsync(id, order.Token, machine: true);
                else if (order.Token % 2 == 0) await host.Escalations().NotePageAsync(id, order.Token, "telephone", new Core.Telephony.LegId("leg"));
                else await FireAsync(host, $"dialpage|{id}|{order.Token}", Interlocked.Increment(ref _stamps));
            }
                );
            case 14:
                return ($"a host claims {id} and sleeps", async () =>
            {
                await host.Database.SortedSetAddAsync(host.Keys.Timers, "page|" + id, 1, StackExchange.Redis.When.Exists);
                var (_, stamp, due) = await host.Live.ClaimTimersAsync(50, TimeSpan.FromSeconds(4), TimeSpan.FromHours(1));
                lock (_claims) _claims[host].AddRange(due.Where(d => d.StartsWith("page|", StringComparison.Ordinal)).Select(d => (d, stamp)));
            }
                );
            case 15:
                return ("a host wakes", async () =>
            {
                (string, long)[] claims;
                lock (_claims)
                {
                    claims = [.. _claims[host]];
                    _claims[host].Clear();
                }
                foreach (var (entry, stamp) in claims) await host.FireClaimedAsync(entry, stamp);
            }
                );
            case 16:
                return ($"two hosts step {id} under one claim", async () =>
            {
                var stamp = Interlocked.Increment(ref _stamps);
                await host.Database.SortedSetAddAsync(host.Keys.Timers, "page|" + id, stamp, StackExchange.Redis.When.Exists);
                await Task.WhenAll(host.FireClaimedAsync("page|" + id, stamp), other.FireClaimedAsync("page|" + id, stamp));
            }
                );
            default: return ($"step {id}", () => FireAsync(host, "page|" + id, Interlocked.Increment(ref _stamps)));
        }
    }

    private static Task FireAsync(Switchboard host, string entry, long stamp) => host.FireAsync(entry, stamp);

    private async Task<CallTicket> CallerAsync(Switchboard host)
    {
        if (_callers.Count > 3) return _callers[_random.Next(_callers.Count)];
        var caller = await host.CallerDialsAsync();
        lock (_callers) _callers.Add(caller);
        return caller;
    }

    private async Task RosterAsync(Switchboard host, StaffId by)
    {
        SkillLevel[] skills = [by.Value.GetHashCode() % 2 == 0 ? Crisis : Legal];
        await host.Desks.KeepAsync(by, "main", skills, "sip:x@desk.test");
        // On a break: at work, and offered nobody.
        await host.Desks.SetPresenceAsync(by, _random.Next(2) == 0 ? Presence.Off : Presence.Break, null);
    }

    private void ChangeLadder()
    {
        var kind = _random.Next(10);
        var steps = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Step(Levels[_random.Next(Levels.Length)], _random.Next(1, 60),
            [.. Enumerable.Range(0, _random.Next(3)).Select(n => Person("p" + n))])).ToArray();
        Ladders.Way = kind switch
        {
            0 => _ => throw new InvalidOperationException("no policy"),
            1 => _ => new Ladder([]),
            _ => _ => new Ladder(steps),
        };
    }

    private async Task CloseAsync(Switchboard host, EscalationId id, StaffId by)
    {
        var outcome = await host.Escalations().CloseAsync(id, by, CrisisOutcome.Safe);
        if (outcome == EscalationOutcome.Done) lock (_open) _open.Remove(id);
    }

    /// <summary>
    /// The live state is lost; what the record has is put back, by both hosts at once, while callers press the crisis key: of one call one goes on.
    /// </summary>
    private async Task WipeAsync()
    {
        _story.Add("wipe");
        var record = await RecordAsync();
        await One.Database.KeyDeleteAsync(One.Keys.All);
        var pressing = _callers.Where(_ => _random.Next(2) == 0).ToArray();
        await Task.WhenAll([
            .. pressing.Select(caller => Two.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None)),
            One.Restorer(record.Escalations).RestoreAsync(CancellationToken.None), Two.Restorer(record.Escalations).RestoreAsync(CancellationToken.None),
        ]);
        foreach (var closed in (await RecordAsync()).Escalations is var after ? await Task.WhenAll(_open.Select(id => after.GetAsync(id))) : [])
            if (closed is { ClosedAt: not null, Outcome: null }) _open.Remove(closed.Id);
        foreach (var calls in (await AllAsync()).Where(e => e.Call is not null).GroupBy(e => e.Call).Where(g => g.Count() > 1)) Fail($"{string.Join(" and ", calls.Select(e => e.Id))} are of one call");
    }

    private async Task JudgeAsync()
    {
        var live = await AllAsync();
        foreach (var e in live)
        {
            if (_seen.Add(e.Id)) _open.Add(e.Id);
            else if (!_open.Contains(e.Id)) Fail($"{e.Id} was closed and is open");
            if (!await One.HasTimerAsync("page|" + e.Id)) Fail($"{e.Id} is {e.State} and nothing pages next");
            if (e.State == EscalationState.Acknowledged == e.AckBy is null) Fail($"{e.Id} is {e.State} by {e.AckBy}");
            foreach (var r in e.Rescues.Where(r => r.DueAt is not null && r.Open))
                if (!await One.HasTimerAsync($"rescue|{e.Id}|{r.Number}")) Fail($"rescue {r.Number} of {e.Id} is awaited and nothing reminds of it");
        }
        foreach (var lost in _open.Except(live.Select(e => e.Id)).ToArray()) Fail($"{lost} is lost");
    }

    /// <summary>Every one that is open can be brought to its end.</summary>
    private async Task EndAllAsync()
    {
        foreach (var id in _open.ToArray())
        {
            for (var tries = 0; tries < 3 && (await ReadAsync(id)).State == EscalationState.Acknowledged; tries++) await FireAsync(One, "page|" + id, Interlocked.Increment(ref _stamps));
            var steps = (await ReadAsync(id)).NextAt;
            await FireAsync(Two, "page|" + id, Interlocked.Increment(ref _stamps));
            if ((await ReadAsync(id)).Paged.Count == 0) Fail($"{id} does not page any more, next at {steps}");
            await One.Escalations().AcknowledgeAsync(id, _staff[0]);
            foreach (var r in (await ReadAsync(id)).Rescues.Where(r => r.Open)) await One.Escalations().RescueAsync(id, _staff[0], new RescueAct.Note(r.Number, RescueStep.Ended));
            await CloseAsync(One, id, _staff[0]);
            if (_open.Contains(id)) Fail($"{id} cannot be closed");
        }
    }

    /// <summary>What each one's events tell in order: nobody is paged once somebody has it, and nothing follows the end.</summary>
    private async Task JudgeLogAsync()
    {
        var record = await RecordAsync();
        foreach (var id in _seen)
        {
            var (state, by) = ("new", "");
            foreach (var e in await record.Escalations.TimelineAsync(id))
            {
                string Text(string name) => JsonDocument.Parse(e.Detail).RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
                var (legal, next) = (e.Kind, Text("how")) switch
                {
                    (EventKind.EscalationRaised, _) => (state == "new", "paging"),
                    (EventKind.EscalationPaged, "reminder") => (state == "held", "held"),
                    (EventKind.EscalationPaged, "console" or "order") => (state == "paging", "paging"),
                    (EventKind.EscalationPaged, _) => (state == "paging", "paging"),
                    (EventKind.EscalationAcknowledged, var how) => (state == "paging" || (by == "telephone" && how == "console"), "held"),
                    (EventKind.EscalationHandedBack, _) => (state == "held", "paging"),
                    (EventKind.EscalationClosed, _) => (state == "held" || Text("into").Length > 0, "closed"),
                    _ => (state is "paging" or "held", state),
                };
                if (!legal) Fail($"{id}: {e.Kind} {e.Detail} while it is {state}");
                if (e.Kind == EventKind.EscalationAcknowledged) by = Text("how");
                state = next;
            }
            if (state != "closed") Fail($"{id} is {state} by its events");
            var row = (await record.Escalations.GetAsync(id))!;
            if (row.ClosedAt is null || (row.AcknowledgedAt is null && row.Outcome is not null)) Fail($"{id}'s row has no end");
        }
    }

    private void Fail(string why) => Assert.Fail($"{why}\n{string.Join('\n', _story.TakeLast(40))}\nHOTLINE_LADDER_SEED={_story[0][5..]}");
}
