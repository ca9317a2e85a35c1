using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Staff;

namespace Hotline.Agent.Cases;

/// <summary>The note of one call: the reader's own draft, if she has one, and every signed version, oldest first.</summary>
public sealed record NoteView(CallId Call, bool MayWrite, NoteDraftView? Draft, IReadOnlyList<SignedNoteView> Versions);

/// <summary>A draft as kept. <paramref name="Revision"/> grows by one with each save; 0 is "never saved".</summary>
public sealed record NoteDraftView(
    long Revision,
    DateTimeOffset SavedAt,
    string? MatterType,
    string? Region,
    string? MaritalStatus,
    Risk? Risk,
    string Text,
    string? Outcome);

/// <summary>
/// What the console saves as it is typed. <paramref name="Revision"/> is the revision it began from (0 for the first save).
/// Codes are those of <c>GET /api/catalogue</c>; <paramref name="Risk"/> is NotAsked, Denied, Unknown or Present; null is "not filled in yet".
/// </summary>
public sealed record SaveDraft(
    long Revision,
    string? MatterType,
    string? Region,
    string? MaritalStatus,
    string? Risk,
    string? Text,
    string? Outcome);

public sealed record DraftSaved(long Revision, DateTimeOffset SavedAt);

/// <summary>Signs the draft as it stood at <paramref name="Revision"/>: what was read is what is signed.</summary>
public sealed record SignNote(long Revision);

/// <summary>One signed version. It never changes; a later addition is the next version.</summary>
public sealed record SignedNoteView(
    int Version,
    StaffId Author,
    string AuthorName,
    DateTimeOffset SignedAt,
    string MatterType,
    string? Region,
    string? MaritalStatus,
    Risk Risk,
    string Text,
    string Outcome);

/// <summary>Everything a note's form offers. Codes go over the wire; names are shown in the reader's language.</summary>
public sealed record CatalogueView(
    IReadOnlyList<MatterGroupView> MatterTypes,
    IReadOnlyList<ChoiceView> Regions,
    IReadOnlyList<ChoiceView> MaritalStatuses,
    IReadOnlyList<ChoiceView> Risks,
    IReadOnlyList<ChoiceView> Outcomes,
    NoteLimitsView Limits);

/// <summary>A first-level matter type. Either level's code may stand in a note. <paramref name="Matter"/> is false for calls that are no matter (silent, wrong number, …).</summary>
public sealed record MatterGroupView(string Code, string Zh, string En, bool Matter, IReadOnlyList<ChoiceView> Children);

public sealed record ChoiceView(string Code, string Zh, string En);

public sealed record NoteLimitsView(int TextLength, int RevealReasonLeast, int RevealReasonMost);
