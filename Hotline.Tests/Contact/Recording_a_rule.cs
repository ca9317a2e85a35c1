using Hotline.Core.Contact;
using NUnit.Framework;

namespace Hotline.Tests.Contact;

public sealed class Recording_a_rule
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Shanghai", TimeSpan.FromHours(8), "Shanghai", "Shanghai");
    private static readonly DateTimeOffset Ten = new(2026, 10, 13, 2, 0, 0, TimeSpan.Zero);

    private static readonly GivenRules Good = new(
        true, false, false, "AgreedSentence", [new(["mon", "tue"], "09:00", "24:00")], "WhoeverKnowsTheWord", null, " 桂花 ", "王老师", "请有空回电", new DateOnly(2026, 12, 31));

    [Test]
    public void Keeps_what_she_said_until_the_end_of_its_last_day()
    {
        Assert.That(Good.Read(Ten, Zone, out var rule), Is.Empty);
        Assert.That((rule.MayCall, rule.CodeWord, rule.From, rule.Until), Is.EqualTo((true, "桂花", Ten, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)))));
        Assert.That($"{rule} {Good}", Does.Not.Contain("桂花"), "it never prints");
    }

    [Test]
    public void Without_hours_is_refused_unless_it_permits_nothing()
    {
        Assert.That((Good with { Hours = [] }).Read(Ten, Zone, out _).Keys, Is.EqualTo(new[] { "hours" }));
        Assert.That((Good with { Hours = null }).Read(Ten, Zone, out _).Keys, Is.EqualTo(new[] { "hours" }));
        Assert.That((Good with { MayCall = false, Hours = null }).Read(Ten, Zone, out _), Is.Empty, "\"do not contact me\" needs none");
    }

    public static IEnumerable<TestCaseData> Wrong()
    {
        yield return new TestCaseData(Good with { MayCall = null }, "mayCall");
        yield return new TestCaseData(Good with { Voicemail = "Loud" }, "voicemail");
        yield return new TestCaseData(Good with { Voicemail = "2" }, "voicemail").SetArgDisplayNames("a number is no name");
        yield return new TestCaseData(Good with { Answerer = null }, "answerer");
        yield return new TestCaseData(Good with { CodeWord = "  " }, "codeWord");
        yield return new TestCaseData(Good with { Answerer = "NamedPerson" }, "namedPerson");
        yield return new TestCaseData(Good with { AgreedSentence = null }, "agreedSentence");
        yield return new TestCaseData(Good with { AgreedSentence = "这里是妇联，请回电" }, "agreedSentence").SetArgDisplayNames("a sentence that names us");
        yield return new TestCaseData(Good with { NeutralName = "12338" }, "neutralName");
        yield return new TestCaseData(Good with { NeutralName = new string('王', 21) }, "neutralName").SetArgDisplayNames("too long a name");
        yield return new TestCaseData(Good with { Until = null }, "until");
        yield return new TestCaseData(Good with { Until = new DateOnly(2026, 10, 12) }, "until").SetArgDisplayNames("yesterday");
        yield return new TestCaseData(Good with { Until = DateOnly.MaxValue }, "until").SetArgDisplayNames("for ever");
        yield return new TestCaseData(Good with { Hours = [new(["funday"], "09:00", "10:00")] }, "hours[0].days");
        yield return new TestCaseData(Good with { Hours = [new(null!, "09:00", "10:00")] }, "hours[0].days").SetArgDisplayNames("no days");
        yield return new TestCaseData(Good with { Hours = [new(["mon"], "9", "10:00")] }, "hours[0].from");
        yield return new TestCaseData(Good with { Hours = [new(["mon"], "22:00", "06:00")] }, "hours[0].to");
        yield return new TestCaseData(Good with { Hours = [null] }, "hours[0]");
        yield return new TestCaseData(Good with { Hours = [.. Enumerable.Repeat(ContactWindow.Always, 15)] }, "hours").SetArgDisplayNames("fifteen windows");
    }

    [TestCaseSource(nameof(Wrong))]
    public void Names_the_field_that_is_wrong(GivenRules given, string field) =>
        Assert.That(given.Read(Ten, Zone, out _).Keys, Is.EqualTo(new[] { field }));
}
