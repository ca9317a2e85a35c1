using Dapper;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Calls;
using Hotline.Core.Cases;
using Hotline.Core.Cases.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Cases;

public sealed class Saving_a_draft(StorageProvider provider) : DatabaseSpec(provider)
{
    private readonly CallId _call = CallId.New(TimeProvider.System);
    private readonly StaffId _me = StaffId.New(TimeProvider.System);

    private NoteStore Notes => new(Database, new Sealing(Sealing_values.Keys()), TimeProvider.System);

    private static NoteFields Text(string text) => new("dv", null, null, Risk.Denied, text, "referred");

    [Test]
    public async Task Keeps_what_was_typed_and_counts()
    {
        Assert.That(await Notes.DraftAsync(_call, _me), Is.Null);
        Assert.That(((SaveOutcome.Saved)await Notes.SaveAsync(_call, _me, 0, Text("一"))).Revision, Is.EqualTo(1));
        Assert.That(((SaveOutcome.Saved)await Notes.SaveAsync(_call, _me, 1, Text("一二"))).Revision, Is.EqualTo(2));
        Assert.That((await Notes.DraftAsync(_call, _me))!.Fields, Is.EqualTo(Text("一二")));
    }

    [Test]
    public async Task Two_windows_lose_nothing()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("common"));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Notes.SaveAsync(_call, _me, 1, Text($"window {i}")))));
        Assert.That(outcomes.OfType<SaveOutcome.Saved>().Count(), Is.EqualTo(1));
        var kept = (await Notes.DraftAsync(_call, _me))!;
        Assert.That(outcomes.OfType<SaveOutcome.Newer>().Select(n => n.Draft), Is.All.EqualTo(kept), "each loser is shown what was kept and still has its own");
    }

    [Test]
    public async Task First_saves_at_once_leave_one_draft()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Notes.SaveAsync(_call, _me, 0, Text($"window {i}")))));
        Assert.That(outcomes.OfType<SaveOutcome.Saved>().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_authors_of_one_call_do_not_meet()
    {
        var other = StaffId.New(TimeProvider.System);
        await Notes.SaveAsync(_call, _me, 0, Text("mine"));
        await Notes.SaveAsync(_call, other, 0, Text("hers"));
        Assert.That((await Notes.DraftAsync(_call, _me))!.Fields.Text, Is.EqualTo("mine"));
        Assert.That((await Notes.DraftAsync(_call, other))!.Fields.Text, Is.EqualTo("hers"));
    }

    [Test]
    public async Task Is_sealed_at_rest()
    {
        await Notes.SaveAsync(_call, _me, 0, Text("plain words"));
        await using var connection = await Database.OpenAsync();
        var kept = await connection.ExecuteScalarAsync<byte[]>("SELECT text_sealed FROM note_drafts");
        Assert.That(System.Text.Encoding.UTF8.GetString(kept!), Does.Not.Contain("plain"));
    }

    /// <summary>Whatever windows do with whatever revisions: only a save over the newest revision counts, and what counts is what is kept.</summary>
    [Test]
    public void Any_history_of_saves_and_signatures_keeps_exactly_the_last_accepted_text()
    {
        var step = Gen.Choose(0, 7).Two().Select(p => (From: (long)p.Item1, Sign: p.Item2 == 0));
        Prop.ForAll(step.ArrayOf().Resize(12).ToArbitrary(), steps =>
        {
            var call = CallId.New(TimeProvider.System);
            long revision = 0, signed = 0;
            var (kept, versions, n) = ("", 0, 0);
            foreach (var (from, sign) in steps)
            {
                if (sign)
                {
                    var outcome = Notes.SignAsync(call, _me, from, _ => new Dictionary<string, string[]>()).GetAwaiter().GetResult();
                    if (from > 0 && from == revision && revision != signed) (signed, versions) = (revision, versions + 1);
                    else if (outcome is SignOutcome.Done again && again.Note.Version > versions) return false;
                }
                else
                {
                    var text = $"text {n++}";
                    var accepted = from == revision || (from == 0 && revision == signed) || (revision == 0 && from > 0);
                    var saved = Notes.SaveAsync(call, _me, from, Text(text)).GetAwaiter().GetResult() as SaveOutcome.Saved;
                    if ((saved is not null) != accepted) return false;
                    if (saved is not null) (revision, kept) = (saved.Revision, text);
                }
            }
            var draft = Notes.DraftAsync(call, _me).GetAwaiter().GetResult();
            var all = Notes.VersionsAsync([call]).GetAwaiter().GetResult();
            return all.Count == versions && (revision == signed ? draft is null : draft!.Fields.Text == kept && draft.Revision == revision);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }
}
