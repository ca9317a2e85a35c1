using System.Data.Common;

namespace Hotline.Core.Calls.Sql;

/// <summary>
/// A later feature's rows, folded from events in the transaction that writes them. Idempotent: any event may be given again, alone or with others, in any
/// order. The record knows no later feature.
/// </summary>
internal interface IEventProjection
{
    /// <param name="events">What was appended, events known before included.</param>
    Task WriteAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<CallEvent> events, CancellationToken stop);
}
