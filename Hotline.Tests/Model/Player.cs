using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using StackExchange.Redis;

namespace Hotline.Tests.Model;

/// <summary>What a play came to: the first broken rules, if any, and after which volley.</summary>
internal sealed record Verdict(int Steps, IReadOnlyList<string> Broken, int After)
{
    public bool Failed => Broken.Count > 0;

    /// <summary>A host that was too slow for a moment is no broken rule unless it happens again.</summary>
    public bool Doubtful => Failed && Broken.All(b => b.StartsWith(Player.Unreachable, StringComparison.Ordinal));
}

/// <summary>Plays scripts on two hosts of one network. After each volley the log, the model, the live state and the carrier's truth are compared.</summary>
internal sealed class Player(Switchboard a, Switchboard b)
{
    public const string Unreachable = "the live state did not answer";

    private Exchange _exchange = new();
    private Cast _cast = new();
    private LogModel _model = new();
    private Commands _commands = null!;
    private LiveReading _live = null!;
    private string _last = "0-0";
    private int _steps;
    private readonly HashSet<string> _wiped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _raced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _seen = new(StringComparer.Ordinal);

    /// <summary>How often each kind of event came, over all plays: that the random steps lead somewhere.</summary>
    public Dictionary<string, int> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>The last play: its steps and what the log told after each.</summary>
    public List<string> Story { get; } = [];

    public async Task<Verdict> PlayAsync(Script script)
    {
        (_exchange, _cast, _model, _steps, _last) = (new Exchange(), new Cast(), new LogModel(), 0, "0-0");
        _wiped.Clear();
        _seen.Clear();
        Story.Clear();
        _raced.Clear();
        _commands = new Commands(_cast, _model, _exchange);
        foreach (var host in new[] { a, b }) (Line(host).Exchange, host.Routes.Way) = (_exchange, Policies.Of(""));
        await WipeAsync();
        _live = await LiveReading.TakeAsync(a, _last);
        var at = 0;
        try
        {
            foreach (var volley in script.Volleys)
            {
                Story.Add($"{++at}. {string.Join(" | ", volley)}");
                var broken = await VolleyAsync(volley);
                if (broken.Count > 0) return new Verdict(_steps, broken, at);
            }
            return new Verdict(_steps, await DrainAsync(), at);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return new Verdict(_steps, [$"{Unreachable}: {e.Message}"], at);
        }
    }

    private async Task<IReadOnlyList<string>> VolleyAsync(IReadOnlyList<Step> volley)
    {
        if (volley is [{ Alone: true } step])
        {
            if (step.Verb == "flush") return await FlushAsync();
            if (step.Verb == "beats") return await BeatsAsync(Host(step));
            if (step.Verb == "settle") return await SettleAsync();
        }
        foreach (var line in new[] { Line(a), Line(b) }) line.Rings.Clear();
        var plays = volley.Select(s => (Step: s, Play: _commands.Prepare(s, Host(s), _live))).Where(p => p.Play is not null).ToArray();
        if (plays.Length == 0) return [];
        _steps += plays.Length;
        if (plays.Length > 1 && plays.Any(p => p.Step.Verb is "hold" or "unhold")) _raced.UnionWith(_model.Desks.Values.Select(d => d.Call).OfType<string>());
        var before = _live;
        _exchange.CutOff.Clear();
        var answers = await Task.WhenAll(plays.Select(p => ActAsync(p.Play!)));
        var broken = await LookAsync();
        foreach (var ((s, _), answer) in plays.Zip(answers))
            if (answer is "Degraded" or "False" && s.Verb != "tell" || answer.StartsWith(Unreachable, StringComparison.Ordinal)) broken.Add($"{Unreachable}: {s}: {answer}");
        if (plays is [(var only, { } play)])
        {
            if (play.Answer is { } must && answers[0] != must) broken.Add($"{only} was answered '{answers[0]}' and must be '{must}'");
            if (!play.Changes && Rules.Difference(before, _live) is { } change) broken.Add($"{only} is stale or refused and yet: {change}");
            broken.AddRange(_exchange.CutOff);
            if (play.Judge?.Invoke(before, _live) is { } sentence) broken.Add($"{only}: {sentence}");
            if (!play.Own && _live.Events.FirstOrDefault(e => e.Own) is { } own) broken.Add($"{only} tells of a leg that is nobody's and yet: {own}");
        }
        return broken;
    }

    private static async Task<string> ActAsync(Play play)
    {
        try
        {
            return await play.Act();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return $"{Unreachable}: {e.Message}";
        }
    }

    /// <summary>Reads the live state and the log since the last look, and judges both.</summary>
    private async Task<List<string>> LookAsync()
    {
        var before = _live;
        _live = await LiveReading.TakeAsync(a, _last);
        var broken = new List<string>();
        foreach (var e in _live.Events)
        {
            _last = e.Id;
            Story.Add("    " + e);
            Kinds[e.Kind] = Kinds.GetValueOrDefault(e.Kind) + 1;
            if (e.Kind == EventKind.Offered) broken.AddRange(Rules.Order(_model, e, before, _live).Concat(Rules.Rest(e, before, _live)).Concat(Rules.Pause(_model, e, before, _live)));
            broken.AddRange(AgainstTheTruth(e));
            _model.Apply(e);
        }
        foreach (var id in _commands.Purging.Where(id => !_live.Calls.ContainsKey(id) && _model.Calls[id].Over)) _model.Calls[id].Missing = _model.Calls[id].Purged = true;
        broken.AddRange(Rules.Replay(_model, _live));
        broken.AddRange(Rules.Moment(_live));
        broken.AddRange(Rules.Escalations(_model, _live));
        broken.AddRange(Rules.Since(_seen, _live));
        broken.AddRange(_exchange.Doubled.Select(d => "(d) " + d));
        _commands.Ending.Clear();
        _commands.Purging.Clear();
        _model.VolleyOver();
        _cast.Saw(_live);
        // Every host serves consoles of these operators: each reads what the hints told it.
        var changed = _live.Desks.Where(d => !before.Desks.TryGetValue(d.Key, out var old) || LiveReading.Text(old, "v") != LiveReading.Text(d.Value, "v")).Select(d => d.Key).ToHashSet();
        await Task.WhenAll(_cast.Operators.Values.Where(o => changed.Contains(o.Staff.ToString())).SelectMany(o => new[] { a.Desks.ReadAsync(o.Staff), b.Desks.ReadAsync(o.Staff) }));
        return broken;
    }

    /// <summary>Nobody is said to talk who never met, nor to have left who has not.</summary>
    private IEnumerable<string> AgainstTheTruth(LogEvent e)
    {
        if (!CallId.TryParse(e.Call, out var call) || _exchange.Of(call) is not { } line) yield break;
        if (e.Kind == EventKind.Connected)
        {
            _commands.Requests[e.Call] = 0;
            if (!line.Together.Contains(e.Number("token"))) yield return $"(b) {e}: they were never in one conference";
        }
        if (e.Text("cause") == "Dropped" && _live.Calls.TryGetValue(e.Call, out var dropped) && LiveReading.Text(dropped, "risk").Length == 0) yield return $"{e}: nobody has said that she is in danger";
        if (e.Kind != EventKind.Ended) yield break;
        if (e.Text("state") == "Abandoned" && line.Alive) yield return $"(g) {e}: she is still on the line";
        var talking = line.Inside.Contains(line.Caller) && line.Operators.Exists(o => o.Token == _model.Calls[e.Call].Token && line.Inside.Contains(o.Leg));
        if (e.Text("state") == "WrapUp" && talking && !_commands.Ending.Contains(e.Call) && _commands.Requests.GetValueOrDefault(e.Call) < 6)
            yield return $"(d) {e}: they are still talking";
    }

    private async Task<IReadOnlyList<string>> FlushAsync()
    {
        await WipeAsync();
        _model.Wiped();
        foreach (var id in _model.Calls.Keys) _wiped.Add(id);
        foreach (var line in _cast.Lines) line.Told.Clear();
        _steps++;
        (_last, _live) = ("0-0", await LiveReading.TakeAsync(a, "0-0"));
        return [];
    }

    private async Task WipeAsync() =>
        await a.Database.KeyDeleteAsync(a.Keys.All);

    /// <summary>Every console and every caller in the wait loop is heard of, from both hosts at once.</summary>
    private async Task<IReadOnlyList<string>> BeatsAsync(Switchboard first)
    {
        var second = first == a ? b : a;
        var consoles = _cast.Operators.Values.Where(o => !o.Phone).ToArray();
        var kept = first.Desks.KeepAllAsync(consoles.Select(o => (o.Staff, "main", (IReadOnlyList<SkillLevel>)o.Skills, o.Endpoint)));
        var beats = new List<Task> { kept };
        beats.AddRange(_cast.Callers.Where(InTheWaitLoop).Select((c, i) => (i % 2 == 0 ? second : first).Flow.WaitAsync(c.Ticket!, c.Skill, CancellationToken.None)));
        await Task.WhenAll(beats);
        if (await kept is null) throw new TimeoutException("a heartbeat was not taken");
        _steps += beats.Count;
        var broken = await LookAsync();
        broken.AddRange(_live.Desks.Where(d => LiveReading.Text(d.Value, "lost").Length > 0).Select(d => $"desk {d.Key} is lost and its console is there"));
        return broken;
    }

    private bool InTheWaitLoop(Cast.Caller c) => c is { Ticket: not null, Line.Alive: true } && !c.Line.Inside.Contains(c.Line.Caller)
        && _model.Calls.TryGetValue(c.Ticket.Call.ToString(), out var call) && !call.Over && call.State != "Greeted";

    /// <summary>All that was to tell is told, all that was ordered is done: then the live state and the carrier's truth agree.</summary>
    private async Task<IReadOnlyList<string>> SettleAsync()
    {
        for (var more = true; more;)
        {
            more = false;
            foreach (var line in _cast.Lines)
            {
                while (_exchange.Next(line, "") is { } fact)
                {
                    more = true;
                    _steps++;
                    await a.Flow.TellAsync(fact, CancellationToken.None);
                }
                while (_exchange.Carry(line, lost: false)) more = true;
            }
        }
        var broken = await LookAsync();
        // After a wipe the carrier's truth is known again only where it was told again; a hang-up always is.
        broken.AddRange(_cast.Lines.Where(l => l.Told.Exists(f => f.Kind == EventKind.LegEnded && f.Leg == l.Caller) && _model.Call(l.Call.ToString()) is { Over: false, Restored: false, Booked: false })
            .Select(l => $"(f) call {l.Call} lives and its caller has hung up"));
        broken.AddRange(_cast.Lines.Where(l => _model.Calls.ContainsKey(l.Call.ToString()) && !_wiped.Contains(l.Call.ToString())).SelectMany(Disagreements));
        return broken;
    }

    private IEnumerable<string> Disagreements(Exchange.Line line)
    {
        var c = _model.Calls[line.Call.ToString()];
        var mine = c.State is "Ringing" or "Connected" ? line.Operators.Find(o => o.Token == c.Token) : null;
        var inside = line.Inside.Contains(line.Caller);
        var together = inside && mine is not null && line.Inside.Contains(mine.Leg);
        if (c.State == "Connected" != together) yield return $"(f) call {c.Id} is {c.State} and at the carrier they are {(together ? "" : "not ")}together";
        var hold = line.Told.Where(f => f.Kind is EventKind.Held or EventKind.Unheld && f.Leg == line.Caller).MaxBy(f => f.At);
        if (together && hold is not null && !_raced.Contains(c.Id) && LiveReading.Text(_live.Calls[c.Id], "state") != (hold.Kind == EventKind.Held ? "Held" : "Connected"))
            yield return $"(f) call {c.Id} is {LiveReading.Text(_live.Calls[c.Id], "state")} and the last that was done is {hold.Kind}";
        if (!line.Alive && !c.Over && !c.Booked) yield return $"(f) call {c.Id} is {c.State} and its caller has hung up";
        if (inside && !together && !_live.Timers.Contains("takeout|" + c.Id) && mine is null) yield return $"(f) call {c.Id} is {c.State}, its caller sits in a conference and nothing takes her out";
        foreach (var leg in line.Operators.Where(o => o.Alive && o != mine && !_live.Timers.Contains($"endleg|{c.Id}|{o.Leg}")))
            yield return $"(f) the telephone {leg.Leg} is nobody's and nothing ends it";
        foreach (var back in line.Backs.Where(b => b.Alive && b.Leg != line.Caller && !(c is { Booked: true, State: "Ringing" } && c.Token == b.Token) && !_live.Timers.Contains($"endleg|{c.Id}|{b.Leg}")))
            yield return $"(f) her telephone rings ({back.Leg}) and nobody waits for her";
    }

    /// <summary>All callers hang up and all timers run out: nothing may be left hanging.</summary>
    private async Task<IReadOnlyList<string>> DrainAsync()
    {
        var broken = await BeatsAsync(a);
        foreach (var line in _cast.Lines) _exchange.HangUp(line);
        foreach (var line in _cast.Lines) foreach (var leg in line.Operators.Where(o => o is { Alive: true, Answered: false })) _exchange.End(line, leg, "no-answer");
        foreach (var line in _cast.Lines) foreach (var back in line.Backs.Where(b => b.Alive)) _exchange.Miss(line, back, "no-answer");
        for (var round = 0; round < 16 && broken.Count == 0; round++)
        {
            broken = await SettleAsync();
            var due = _live.Timers.Where(t => !t.StartsWith("lease|", StringComparison.Ordinal) && !t.StartsWith("purge|", StringComparison.Ordinal)
                && !t.StartsWith("page|", StringComparison.Ordinal)).ToArray(); // Nobody has acknowledged: they page for ever.
            if (due.Length == 0) break;
            foreach (var entry in due)
            {
                var host = round % 2 == 0 ? a : b;
                var answer = await ActAsync(new Play(() => Commands.FireAsync(host, entry)));
                if (answer.StartsWith(Unreachable, StringComparison.Ordinal)) return [answer];
            }
            _steps += due.Length;
        }
        if (broken.Count > 0) return broken;
        var left = _model.Calls.Values.Where(c => c is { Missing: false, Over: false }).Select(c => $"after all have hung up call {c.Id} is {c.State}")
            .Concat(_model.Desks.Values.Where(d => d.State is not ("Off" or "Ready" or "Break")).Select(d => $"after all have hung up desk {d.Id} is {d.State}"));
        return [.. left];
    }

    private Switchboard Host(Step step) => step.Host == 'A' ? a : b;

    private static ExchangeLine Line(Switchboard host) => (ExchangeLine)host.Telephony;
}
