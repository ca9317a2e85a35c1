using Hotline.Core.Staff;

namespace Hotline.Core.Storage;

/// <summary>A version of a document, without what it says.</summary>
/// <param name="SavedBy">Null: the program itself, from its settings or with what it ships.</param>
/// <param name="SavedByName">Her display name; null with <paramref name="SavedBy"/>.</param>
/// <param name="Comment">Why it was saved; empty also where the document takes none.</param>
public sealed record DocumentVersion(int Version, DateTimeOffset SavedAt, StaffId? SavedBy, string? SavedByName, string Comment);

/// <summary>A version as it was read. One of <paramref name="Document"/> and <paramref name="Unreadable"/> (why it cannot be read, in words) is null.</summary>
public sealed record StoredDocument<T>(DocumentVersion Version, T? Document, string? Unreadable) where T : class;

/// <summary>What came of saving.</summary>
public abstract record SaveOutcome<T> where T : class
{
    private SaveOutcome() { }

    public sealed record Saved(int Version) : SaveOutcome<T>;

    /// <summary>The newest version (null: there is none) is not the one this was based on; nothing was saved.</summary>
    public sealed record Conflict(StoredDocument<T>? Newest) : SaveOutcome<T>;
}
