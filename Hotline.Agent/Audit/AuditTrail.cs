using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Agent.Audit;

/// <summary>Writes who did what to what. An act that must be audited is done only after this returns.</summary>
internal sealed class AuditTrail(AuditLog log)
{
    public Task WriteAsync(StaffId? who, string what, string subject, string? reason, CancellationToken stop) =>
        log.AppendAsync(new AuditEntry(who, what, subject, reason), stop);
}
