using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Tests.Routing;

namespace Hotline.Tests.Model;

/// <summary>The steps of a call-back: she books it, is dialled, takes it or not; what became of an older order is learned late.</summary>
internal sealed class CallBackCommands(Cast cast, LogModel model, Exchange exchange)
{
    private static readonly CancellationToken None = CancellationToken.None;

    public Play Book(Cast.Caller caller, Switchboard host, LiveReading live)
    {
        var expected = Expected.Book(model, live, caller);
        var booked = model.Call(caller.Ticket!.Call.ToString()) is { Booked: true } or { State: nameof(CallState.CallbackBooked) };
        return new(async () => (await host.Flow.BookAsync(caller.Ticket!, CallBackWindow.Longest, None)).ToString(), expected, Changes: expected == nameof(BookOutcome.Booked) && !booked);
    }

    public Play? OfHerTelephone(Step step, Switchboard host, LiveReading live)
    {
        var lines = cast.Lines.FindAll(l => l.Who == step.Who);
        switch (step.Verb)
        {
            case "dial":
                return lines.Count == 0 ? null : new(() =>
                {
                    lines[^1].NextDial = step.How;
                    return Task.FromResult("");
                }, Changes: false);
            case "pick":
                var late = step.How == "late";
                var rung = lines.SelectMany(l => l.Backs.Select(b => (Line: l, Back: b))).LastOrDefault(b => !b.Back.Answered && b.Back.Alive != late);
                return rung.Back is null ? null : Pick(rung.Line, rung.Back, host, live);
            case "miss":
                var missed = lines.SelectMany(l => l.Backs.Select(b => (Line: l, Back: b))).LastOrDefault(b => b.Back is { Answered: false, Alive: true });
                return missed.Back is null ? null : new(() =>
                {
                    exchange.Miss(missed.Line, missed.Back, "no-answer");
                    return Task.FromResult("");
                }, Changes: false);
            default:
                return lines.Count == 0 ? null : Order(step, lines[^1], host);
        }
    }

    private Play Pick(Exchange.Line line, Exchange.BackLeg back, Switchboard host, LiveReading live)
    {
        exchange.Pick(line, back);
        var expected = Expected.Pick(model, live, line, back);
        return new(async () =>
        {
            var answer = await host.Flow.AnswerCallBackAsync(line.Call, back.Token, back.Leg, None);
            if (answer is CallBackAnswer.Join or CallBackAnswer.Wait)
            {
                exchange.Reached(line, back, answer == CallBackAnswer.Join);
                if (cast.Calling(line.Who) is { } caller && caller.Line == line) caller.Ticket = caller.Ticket! with { Leg = back.Leg };
            }
            else
            {
                exchange.Miss(line, back, "completed");
            }
            return answer.ToString();
        }, expected, Changes: expected != nameof(CallBackAnswer.Over) && model.Call(line.Call.ToString()) is not { Booked: false });
    }

    /// <summary>Of an order under an earlier token: the live attempt is not touched.</summary>
    private Play? Order(Step step, Exchange.Line line, Switchboard host)
    {
        if (model.Call(line.Call.ToString()) is not { } c || line.Backs.Find(b => b.Token != c.Token && b.Leg != line.Caller) is not { } old) return null;
        return step.How == "failed"
            ? new(async () =>
            {
                await host.Live.FailCallBackAsync(line.Call, old.Token, "refused");
                return "";
            }, Changes: false)
            : new(async () => await host.Live.NoteCallBackAsync(line.Call, old.Token, old.Leg) ? "Wanted" : "TooLate", "TooLate", Changes: false);
    }
}
