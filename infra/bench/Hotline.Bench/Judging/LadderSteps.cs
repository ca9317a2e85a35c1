using System.Text.Json;
using Hotline.Bench.Measuring;
using Microsoft.Data.Sqlite;

namespace Hotline.Bench.Judging;

/// <summary>What the record tells of the steps of some escalations' ladders.</summary>
/// <param name="Late">From when a step was due until it was done.</param>
/// <param name="Escalations">Of how many there was any.</param>
internal sealed record LadderSteps(Latencies Late, int Escalations)
{
    public static async Task<LadderSteps> OfAsync(string database, IReadOnlySet<string> ours, CancellationToken stop)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly }.ToString());
        await connection.OpenAsync(stop);
        await using var steps = connection.CreateCommand();
        steps.CommandText = "SELECT detail FROM call_events WHERE kind = 'escalation.paged'";
        var (late, paged) = (new Latencies(), new HashSet<string>(StringComparer.Ordinal));
        await using var rows = await steps.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
        {
            using var detail = JsonDocument.Parse(rows.GetString(0));
            var escalation = detail.RootElement.GetProperty("escalation").GetString()!;
            // A page to a telephone is part of a step that was told already.
            if (!ours.Contains(escalation) || !detail.RootElement.TryGetProperty("lateMs", out var ms)) continue;
            paged.Add(escalation);
            late.Add(TimeSpan.FromMilliseconds(ms.GetDouble()));
        }
        return new LadderSteps(late, paged.Count);
    }
}
