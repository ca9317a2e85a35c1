using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Hotline.Bench.Operators;

/// <summary>What an operator does about an escalation, over the hub.</summary>
internal static class Escalation
{
    private const int AtOnce = 16;

    /// <summary>
    /// The name of a call the live state has forgotten, as it has most of those an open escalation is about: of a call only one escalation is open, so that
    /// each raised for a new one is a new one.
    /// </summary>
    public static string OldCall(TimeProvider clock) =>
        clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture) + "7" + RandomNumberGenerator.GetHexString(19, lowercase: true);

    /// <summary>Its id.</summary>
    public static async Task<string> RaiseAsync(this Operator one, string call, CancellationToken stop)
    {
        using var answer = JsonDocument.Parse(await one.AskAsync("RaiseCrisis", stop, call));
        return answer.RootElement.GetProperty("escalation").GetString() ?? throw new CannotMeasureException($"RaiseCrisis came out as {answer.RootElement.GetProperty("outcome")}");
    }

    /// <summary>False: it is closed already.</summary>
    public static async Task<bool> AcknowledgeAsync(this Operator one, string escalation, CancellationToken stop)
    {
        using var answer = JsonDocument.Parse(await one.AskAsync("AcknowledgeEscalation", stop, escalation));
        var outcome = answer.RootElement.GetProperty("outcome").GetString();
        return outcome is "Done" or "Closed" ? outcome == "Done" : throw new CannotMeasureException($"AcknowledgeEscalation came out as {outcome}");
    }

    /// <summary>Hers already, or taken first.</summary>
    public static async Task EndAsync(this Operator one, string escalation, CancellationToken stop)
    {
        if (await one.AcknowledgeAsync(escalation, stop)) await one.DoneAsync("CloseEscalation", stop, escalation, "FalseAlarm");
    }

    /// <summary>Everybody shows the open escalations; their looks are spread over the time between two.</summary>
    public static Task WatchAsync(IReadOnlyList<Operator> operators, Action<Operator, string, long> alarmed, CancellationToken stop) => Parallel.ForAsync(
        0, operators.Count, Most(stop), async (i, cancel) =>
            await operators[i].WatchCrisisAsync((id, at) => alarmed(operators[i], id, at), TimeSpan.FromSeconds(10.0 * (i + 1) / operators.Count), cancel));

    public static ParallelOptions Most(CancellationToken stop) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
}
