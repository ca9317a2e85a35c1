using Hotline.Simulator.Calls;
using Hotline.Simulator.Twiml.Verbs;

namespace Hotline.Simulator.Twiml;

internal enum ProgramEnd
{
    DocumentsRanOut,
    CallEnded,
}

/// <summary>Executes a leg's documents, verb after verb, until they run out, the call ends, or a redirect puts another document in their place.</summary>
internal sealed class TwimlRunner(
    Switchboard switchboard, DocumentFetcher fetcher, SpokenVerbs spoken, GatherVerb gather, DialVerb dial, RecordVerb record, EnqueueVerb enqueue, ILogger<TwimlRunner> log)
{
    public void StartInbound(Call call, TwimlSource source) => _ = Task.Run(() => CarryAsync(call, source));

    /// <summary>Runs documents on a leg's own task to the end of the leg.</summary>
    public async Task CarryAsync(Call call, TwimlSource source)
    {
        try
        {
            if (await RunProgramAsync(call, source) == ProgramEnd.DocumentsRanOut)
                switchboard.End(call, EndReason.DocumentEnded);
        }
        catch (Exception e)
        {
            Broken(call, e);
        }
    }

    /// <summary>The last line of a leg's task: a defect of the simulator ends the call visibly instead of leaving it hanging.</summary>
    public void Broken(Call call, Exception e)
    {
        SimulatorLog.LegBroke(log, e, call.Sid);
        switchboard.End(call, EndReason.SimulatorError, CallStatus.Failed);
    }

    public async Task<ProgramEnd> RunProgramAsync(Call call, TwimlSource source)
    {
        TwimlSource? next = source;
        while (next is not null)
        {
            var turn = switchboard.TurnOf(call);
            try
            {
                return await RunAsync(call, next, Stage.Call, turn) is Next.CallOver ? ProgramEnd.CallEnded : ProgramEnd.DocumentsRanOut;
            }
            catch (OperationCanceledException) when (turn.IsCancellationRequested)
            {
                next = switchboard.TakeRedirect(call);
            }
        }
        return ProgramEnd.CallEnded;
    }

    /// <returns><see cref="Next.Verb"/> when the documents ran out.</returns>
    public async Task<Next> RunAsync(Call call, TwimlSource source, Stage stage, CancellationToken turn)
    {
        while (true)
        {
            turn.ThrowIfCancellationRequested();
            if (switchboard.StatusOf(call) == CallStatus.InProgress)
                switchboard.Sounds(call, Sound.ApplicationSilence);
            switch (await fetcher.LoadAsync(call, source, turn))
            {
                case Fetched.Failure failure:
                    if (Recover(call, source, failure) is not { } fallback)
                        return Next.End;
                    source = fallback;
                    break;
                case Fetched.Audio audio:
                    switchboard.Advance(call, CallStatus.InProgress);
                    switchboard.Perform(call, Sound.Music, "play", audio.Url.Text, null, null, turn);
                    return Next.Verb;
                case Fetched.Document document:
                    var next = await PerformAsync(new Performance(call, document.Twiml, stage, this, turn));
                    if (next is not Next.OtherDocument other)
                        return next;
                    source = other.Source;
                    break;
            }
        }
    }

    private TwimlSource.Remote? Recover(Call call, TwimlSource source, Fetched.Failure failure)
    {
        switchboard.Error(call, failure.Code, failure.Message, failure.Url);
        if (call.FallbackUrl is { } fallback && source is not TwimlSource.Remote { IsFallback: true })
        {
            return new TwimlSource.Remote(fallback, call.FallbackMethod)
            {
                IsFallback = true,
                Extra = [new("ErrorCode", failure.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("ErrorUrl", failure.Url)],
            };
        }
        switchboard.Hear(call, "say", "We are sorry, an application error has occurred. Goodbye.", "en-US");
        switchboard.End(call, EndReason.ApplicationError, switchboard.StatusOf(call) == CallStatus.Ringing ? CallStatus.Failed : CallStatus.Completed);
        return null;
    }

    private async Task<Next> PerformAsync(Performance performance)
    {
        var call = performance.Call;
        if (switchboard.StatusOf(call) == CallStatus.Ringing)
        {
            if (performance.Document.Verbs is [{ Name: "Reject" } reject, ..])
                return Reject(call, reject);
            switchboard.Advance(call, CallStatus.InProgress);
        }
        foreach (var verb in performance.Document.Verbs)
        {
            performance.Turn.ThrowIfCancellationRequested();
            var next = await PerformAsync(performance, verb);
            if (next is not Next.OneVerbOn)
                return next;
        }
        return Next.Verb;
    }

    private async Task<Next> PerformAsync(Performance performance, Verb verb)
    {
        var (call, stage, turn) = (performance.Call, performance.Stage, performance.Turn);
        switch (verb.Name)
        {
            case "Say" or "Play" or "Pause":
                await spoken.RunAsync(call, verb, turn);
                return Next.Verb;
            case "Gather":
                return await gather.RunAsync(performance, verb);
            case "Redirect":
                return verb.TryTextAsUrl(out var url) ? Next.Document(new TwimlSource.Remote(url, verb.Method("method"))) : Next.Verb;
            case "Hangup":
                switchboard.End(call, EndReason.HangupVerb);
                return Next.End;
            case "Leave" when stage == Stage.Queue:
                return Next.LeaveQueue;
            case "Dial" when stage == Stage.Call:
                return await dial.RunAsync(performance, verb);
            case "Record" when stage == Stage.Call:
                return await record.RunAsync(performance, verb);
            case "Enqueue" when stage == Stage.Call:
                return await enqueue.RunAsync(performance, verb);
            case "Reject":
                return Reject(call, verb);
            default:
                verb.Warn(stage == Stage.Queue ? "is not allowed while waiting in a queue" : "is unknown");
                return Next.Verb;
        }
    }

    private Next Reject(Call call, Verb verb)
    {
        if (switchboard.StatusOf(call) != CallStatus.Ringing)
        {
            verb.Warn("comes after the call was answered: it hangs up");
            switchboard.End(call, EndReason.HangupVerb);
        }
        else if (verb.Attribute("reason") == "busy")
            switchboard.End(call, EndReason.Rejected, CallStatus.Busy);
        else
            switchboard.End(call, EndReason.Rejected, CallStatus.NoAnswer);
        return Next.End;
    }
}
