using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Crisis.Redis;
using Hotline.Core.Staff;
using Hotline.Tests.Crisis;
using Hotline.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Model;

/// <summary>The steps of an escalation: raised by the button, acknowledged, handed back, closed, and given back by the record after a wipe.</summary>
internal sealed class EscalationCommands(Cast cast, LogModel model)
{
    /// <summary>The latest one of this caller's present call, or the latest alarm about none. Null: there was none.</summary>
    public Play? Of(Step step, StaffId by, Switchboard host, LiveReading live)
    {
        if (step.Verb == "raise") return Raise(by, host, live);
        var call = step.How == "alarm" ? "" : cast.Calling(step.How)?.Ticket!.Call.ToString();
        if (model.Escalations.FindLast(e => e.Call == call) is not { } about || !EscalationId.TryParse(about.Id, out var id)) return null;
        var acts = host.Escalations();
        return step.Verb switch
        {
            "acknowledge" => Told(Acknowledged(about, by), about.Open && about.Holder is null, async () => (await acts.AcknowledgeAsync(id, by)).Outcome),
            "handback" => Told(Held(about, by), changes: null, () => acts.HandBackAsync(id, by)),
            _ => Told(Held(about, by), changes: null, () => acts.CloseAsync(id, by, CrisisOutcome.Safe)),
        };
    }

    /// <summary>Everything the record has open is given back to the live state; what that knows, or has seen closed, it leaves alone.</summary>
    public Play Restore(Switchboard host)
    {
        var open = model.EscalationLog.GroupBy(e => e.Text("escalation"))
            .Select(log => EscalationRecord.Fold(EscalationId.TryParse(log.Key, out var id) ? id : throw new FormatException(log.Key), log.Select(Recorded)))
            .Where(r => r.ClosedAt is null).ToArray();
        return new(async () =>
        {
            foreach (var record in open) await host.Services.GetRequiredService<CrisisState>().RestoreAsync(record, TimeSpan.FromHours(1));
            return "";
        }, Changes: open.Any(r => model.Escalation(r.Id.Value) is { Missing: true }));
    }

    private Play Raise(StaffId by, Switchboard host, LiveReading live)
    {
        var me = by.ToString();
        var call = live.Desks.TryGetValue(me, out var desk) ? LiveReading.Text(desk, "call") : "";
        var open = model.Escalations.Find(e => e.Open && (call.Length > 0 ? e.Call == call : e.Call.Length == 0 && e.By == me));
        // Her own alarm again; for a call her desk is told anew in any case.
        return new(async () => (await host.Escalations().RaiseAsync(by, null, EscalationCause.Operator, "main")).Id?.Value ?? "Degraded", open?.Id, Changes: open is null || call.Length > 0);
    }

    private static EscalationOutcome Acknowledged(ModelEscalation e, StaffId by)
    {
        if (!e.Open) return Gone(e);
        return e.Holder is null || e.Holder == by.ToString() ? EscalationOutcome.Done : EscalationOutcome.AlreadyAcknowledged;
    }

    private static EscalationOutcome Held(ModelEscalation e, StaffId by)
    {
        if (!e.Open) return Gone(e);
        return e.Holder == by.ToString() ? EscalationOutcome.Done : EscalationOutcome.NotYours;
    }

    private static EscalationOutcome Gone(ModelEscalation e) => e.Missing ? EscalationOutcome.Unknown : EscalationOutcome.Closed;

    private static Play Told(EscalationOutcome expected, bool? changes, Func<Task<EscalationOutcome>> act) =>
        new(async () => (await act()).ToString(), expected.ToString(), Changes: changes ?? expected == EscalationOutcome.Done);

    private static CallEvent Recorded(LogEvent e) => new(e.Id, e.Kind, DateTimeOffset.FromUnixTimeMilliseconds(e.At), CallId.TryParse(e.Call, out var call) ? call : null,
        StaffId.TryParse(e.Desk, out var staff) ? staff : null, e.Fact, e.Detail.GetRawText());
}
