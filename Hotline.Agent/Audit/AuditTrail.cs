using Hotline.Core.Staff;
using Hotline.Core.Storage;

namespace Hotline.Agent.Audit;

/// <summary>
/// Writes who did what to what. An act that must be audited is done only after this returns. Numbers somebody typed into a reason are masked before
/// they are kept: the log stays for ever, and is not sealed.
/// </summary>
internal sealed class AuditTrail(AuditLog log)
{
    public Task WriteAsync(StaffId? who, string what, string subject, string? reason, CancellationToken stop) =>
        log.AppendAsync(new AuditEntry(who, what, subject, AuditEndpoints.Mask(reason)), stop);
}
