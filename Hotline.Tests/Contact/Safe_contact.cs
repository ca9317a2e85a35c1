using Hotline.Core.Contact;
using NUnit.Framework;

namespace Hotline.Tests.Contact;

public sealed class Safe_contact
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 8, 10, 0, 0, TimeSpan.Zero);
    private static readonly SafeContactChoice Choice = new(Ten, Ten.AddHours(2));

    [TestCase(0, 0, 2, true, ExpectedResult = SafeContactVerdict.MayCall)]
    [TestCase(119, 1, 2, true, ExpectedResult = SafeContactVerdict.MayCall)]
    [TestCase(-1, 0, 2, true, ExpectedResult = SafeContactVerdict.TooEarly)]
    [TestCase(120, 0, 2, true, ExpectedResult = SafeContactVerdict.TooLate)]
    [TestCase(60, 2, 2, true, ExpectedResult = SafeContactVerdict.NoAttemptsLeft)]
    [TestCase(60, 0, 2, false, ExpectedResult = SafeContactVerdict.NoNumber)]
    public SafeContactVerdict Is_what_she_chose(int minutes, int made, int most, bool numberKnown) =>
        SafeContact.MayCall(Choice, numberKnown, made, most, Ten.AddMinutes(minutes));

    [Test]
    public void Without_a_choice_nobody_is_contacted() =>
        Assert.That(SafeContact.MayCall(null, numberKnown: true, 0, 5, Ten), Is.EqualTo(SafeContactVerdict.NoChoice));

    [Test]
    public void By_itself_a_choice_lets_only_herself_answer_and_leaves_nothing_on_a_voicemail() =>
        Assert.That((Choice.OnlyHerself, Choice.Voicemail), Is.EqualTo((true, false)));
}
