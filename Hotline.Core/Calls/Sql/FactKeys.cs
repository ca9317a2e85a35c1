namespace Hotline.Core.Calls.Sql;

/// <summary>
/// The column <c>fact_key</c> is unique and never empty, in both databases alike: an event that is no carrier fact holds its own id there. The two never
/// meet: a fact's key begins with the carrier's name of a leg or a conference, an event's id with the stream's.
/// </summary>
internal static class FactKeys
{
    public static string Kept(CallEvent e) => e.FactKey ?? e.Id;

    public static string? Told(string eventId, string kept) => kept == eventId ? null : kept;
}
