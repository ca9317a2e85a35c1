using System.Globalization;
using System.Text;
using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>What was measured of one fault. Times in seconds; dead air as the carrier measures it, on the telephone; silences of 2 s or less are none.</summary>
internal sealed record FaultRow(
    string Fault, int Calls, int Answered, int Lost, int DoubleBridges, int Collisions, int PassedOver, double DeadAir, double Greeting, double Recovery, string Remark);

/// <summary>One table of all rows that ran: printed, and written as markdown to the file that <c>HOTLINE_FAULT_TABLE</c> names.</summary>
internal sealed class FaultTable
{
    private readonly List<FaultRow> _rows = [];

    public void Add(FaultRow row)
    {
        _rows.Add(row);
        TestContext.Progress.WriteLine(Line(row));
    }

    public void Show()
    {
        if (_rows.Count == 0) return;
        var text = new StringBuilder()
            .AppendLine("| fault | calls | answered | lost | double bridges | rung in use | passed over | longest dead air s | slowest greeting s | agreed again after s | |")
            .AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var row in _rows) text.AppendLine(Line(row));
        TestContext.Progress.WriteLine(text);
        if (Environment.GetEnvironmentVariable("HOTLINE_FAULT_TABLE") is { Length: > 0 } file) File.WriteAllText(file, text.ToString());
    }

    private static string Line(FaultRow r) => string.Create(CultureInfo.InvariantCulture,
        $"| {r.Fault} | {r.Calls} | {r.Answered} | {r.Lost} | {r.DoubleBridges} | {r.Collisions} | {r.PassedOver} | {(r.DeadAir > 0 ? r.DeadAir.ToString("0.0", CultureInfo.InvariantCulture) : "≤ 2")} | {r.Greeting:0.0} | {r.Recovery:0.0} | {r.Remark} |");
}
