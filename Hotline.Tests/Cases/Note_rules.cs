using Hotline.Core.Cases;
using NUnit.Framework;

namespace Hotline.Tests.Cases;

public sealed class Note_rules
{
    private static readonly Catalogue Catalogue = Catalogue.Shipped();

    [Test]
    public void Either_level_of_a_matter_type_may_stand_and_nothing_is_needed_in_a_draft()
    {
        Assert.That(NoteRules.Read(Catalogue, "dv", "150100", "married", "Present", "她说……", "referred", out var whole), Is.Empty);
        Assert.That(whole.Risk, Is.EqualTo(Risk.Present));
        Assert.That(NoteRules.Read(Catalogue, "dv.physical", null, "", " ", null, null, out var partial), Is.Empty);
        Assert.That(partial, Is.EqualTo(new NoteFields("dv.physical", null, null, null, "", null)));
    }

    [Test]
    public void Each_bad_field_is_named_with_what_is_allowed()
    {
        var errors = NoteRules.Read(Catalogue, "gossip", "99", "complicated", "3", new string('字', NoteFields.TextMost + 1), "gone", out _);
        Assert.That(errors.Keys, Is.EquivalentTo(new[] { "matterType", "region", "maritalStatus", "risk", "text", "outcome" }));
        Assert.That(errors["risk"][0], Is.EqualTo("One of: NotAsked, Denied, Unknown, Present."));
        Assert.That(errors["matterType"][0], Does.Contain("dv.physical"));
        Assert.That(errors["text"][0], Does.Contain("20000").And.Contain("20001"));
    }

    [Test]
    public void Signing_needs_a_matter_a_risk_and_an_outcome()
    {
        Assert.That(NoteRules.CheckForSigning(Catalogue, new NoteFields(null, null, null, null, "text", null)).Keys, Is.EquivalentTo(new[] { "matterType", "risk", "outcome" }));
        Assert.That(NoteRules.CheckForSigning(Catalogue, new NoteFields("silent", null, null, Risk.NotAsked, "", "no-matter")), Is.Empty);
    }

    [Test]
    public void A_note_never_prints_its_text() => Assert.That(new NoteFields("dv", null, null, null, "她说……", null).ToString(), Does.Not.Contain("她"));

    [Test]
    public void The_shipped_catalogue_has_every_type_of_the_domain_in_both_languages()
    {
        Assert.That(Catalogue.MatterTypes, Has.Count.EqualTo(20));
        Assert.That(Catalogue.MatterTypes.Where(m => !m.Matter).Select(m => m.Zh), Is.EqualTo(new[] { "沉默", "误拨", "骚扰", "测试" }));
        Assert.That(Catalogue.Regions, Has.Count.EqualTo(14), "twelve leagues, elsewhere, unknown");
        var choices = Catalogue.MatterTypes.SelectMany(m => m.Children).Concat(Catalogue.Regions).Concat(Catalogue.MaritalStatuses).Concat(Catalogue.Risks).Concat(Catalogue.Outcomes);
        Assert.That(choices.Where(c => c.Zh.Length == 0 || c.En.Length == 0), Is.Empty);
    }
}
