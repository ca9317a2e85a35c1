using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Cases;

/// <summary>A draft as kept: its author's alone.</summary>
public sealed record NoteDraft(CallId Call, StaffId Author, long Revision, DateTimeOffset SavedAt, NoteFields Fields);

/// <summary>A signed version, frozen.</summary>
public sealed record SignedNote(
    CallId Call, int Version, StaffId Author, string AuthorName, DateTimeOffset SignedAt, NoteFields Fields);

/// <summary>What came of saving a draft.</summary>
public abstract record SaveOutcome
{
    private SaveOutcome() { }

    public sealed record Saved(long Revision, DateTimeOffset At) : SaveOutcome;

    /// <summary>Another window saved since; nothing was overwritten. Both texts exist: this one, and the one that was not saved.</summary>
    public sealed record Newer(NoteDraft Draft) : SaveOutcome;
}

/// <summary>What came of signing.</summary>
public abstract record SignOutcome
{
    private SignOutcome() { }

    /// <summary>The signed version; signing the same revision again gives the same one.</summary>
    public sealed record Done(SignedNote Note) : SignOutcome;

    /// <summary>What was read is not what is kept any more.</summary>
    public sealed record Newer(NoteDraft Draft) : SignOutcome;

    public sealed record Incomplete(IReadOnlyDictionary<string, string[]> Errors) : SignOutcome;

    public sealed record NoDraft : SignOutcome;
}
