using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Cases;

public sealed class Signing_a_note(StorageProvider provider) : DatabaseSpec(provider)
{
    private static readonly Catalogue Catalogue = Catalogue.Shipped();
    private readonly CallId _call = CallId.New(TimeProvider.System);
    private readonly StaffId _me = StaffId.New(TimeProvider.System), _other = StaffId.New(TimeProvider.System);

    private NoteStore Notes => new(Database, new Sealing(Sealing_values.Keys()), TimeProvider.System);

    private static NoteFields Text(string text) => new("dv", "150100", "married", Risk.Present, text, "referred");

    private Task<SignOutcome> SignAsync(StaffId author, long revision) =>
        Notes.SignAsync(_call, author, revision, f => NoteRules.CheckForSigning(Catalogue, f));

    [Test]
    public async Task Freezes_what_was_read()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("first"));
        var first = ((SignOutcome.Done)await SignAsync(_me, 1)).Note;
        Assert.That((first.Version, first.Fields), Is.EqualTo((1, Text("first"))));
        Assert.That(await Notes.DraftAsync(_call, _me), Is.Null, "nothing is left to sign");

        await Notes.SaveAsync(_call, _me, 0, Text("an addition"));
        var second = ((SignOutcome.Done)await SignAsync(_me, 2)).Note;
        Assert.That(second.Version, Is.EqualTo(2));
        Assert.That((await Notes.VersionsAsync([_call])).Select(v => v.Fields.Text), Is.EqualTo(new[] { "first", "an addition" }));
    }

    [Test]
    public async Task Many_at_once_leave_one_version_per_revision()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("mine"));
        await Notes.SaveAsync(_call, _other, 0, Text("hers"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => SignAsync(i % 2 == 0 ? _me : _other, 1))));
        var notes = outcomes.Cast<SignOutcome.Done>().Select(d => d.Note).ToList();
        Assert.That(notes.Select(n => (n.Author, n.Version)).Distinct().Count(), Is.EqualTo(2), "a repeated signature gives the same version");
        var versions = await Notes.VersionsAsync([_call]);
        Assert.That(versions.Select(v => v.Version), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(versions.Select(v => v.Fields.Text), Is.EquivalentTo(new[] { "mine", "hers" }));
    }

    [Test]
    public async Task Of_a_text_that_has_moved_on_is_refused_with_the_newer_one()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("old"));
        await Notes.SaveAsync(_call, _me, 1, Text("new"));
        Assert.That(((SignOutcome.Newer)await SignAsync(_me, 1)).Draft.Fields.Text, Is.EqualTo("new"));
        Assert.That(await SignAsync(_other, 1), Is.InstanceOf<SignOutcome.NoDraft>());
        Assert.That(await Notes.VersionsAsync([_call]), Is.Empty);
    }

    [Test]
    public async Task Needs_what_it_needs_and_keeps_the_draft()
    {
        await Notes.SaveAsync(_call, _me, 0, new NoteFields(null, null, null, null, "half", null));
        var errors = ((SignOutcome.Incomplete)await SignAsync(_me, 1)).Errors;
        Assert.That(errors.Keys, Is.EquivalentTo(new[] { "matterType", "risk", "outcome" }));
        Assert.That((await Notes.DraftAsync(_call, _me))!.Fields.Text, Is.EqualTo("half"));
    }

    [TestCase("UPDATE note_versions SET outcome = 'answered'")]
    [TestCase("DELETE FROM note_versions")]
    public async Task Is_held_by_the_database_itself(string tampering)
    {
        if (Provider != StorageProvider.Sqlite) Assert.Ignore("On SQL Server the program's role is denied UPDATE and DELETE by whoever administers it.");
        await Notes.SaveAsync(_call, _me, 0, Text("first"));
        await SignAsync(_me, 1);
        await using var connection = await Database.OpenAsync();
        Assert.That(async () => await connection.ExecuteAsync(tampering), Throws.InstanceOf<System.Data.Common.DbException>());
        Assert.That((await Notes.VersionsAsync([_call])).Single().Fields, Is.EqualTo(Text("first")));
    }

    [Test]
    public async Task A_version_moved_to_another_place_does_not_open()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("first"));
        await SignAsync(_me, 1);
        var elsewhere = CallId.New(TimeProvider.System);
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("""
            INSERT INTO note_versions (call_id, version, author_id, draft_revision, signed_at, matter_type, risk, text_sealed, outcome)
            SELECT @elsewhere, version, author_id, draft_revision, signed_at, matter_type, risk, text_sealed, outcome FROM note_versions
            """, new { elsewhere });
        Assert.That((await Notes.VersionsAsync([elsewhere])).Single().Fields.Text, Does.Contain("cannot be opened"));
    }
}
