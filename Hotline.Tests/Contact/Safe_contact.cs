using System.Text;
using Hotline.Core.Contact;
using Hotline.Tests.Architecture;
using NUnit.Framework;

namespace Hotline.Tests.Contact;

public sealed class Safe_contact
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("Shanghai", TimeSpan.FromHours(8), "Shanghai", "Shanghai");

    /// <summary>A Tuesday, ten in the morning by her clock.</summary>
    private static readonly DateTimeOffset Ten = new(2026, 10, 13, 2, 0, 0, TimeSpan.Zero);

    private static readonly ContactWindow Mornings = new(["mon", "tue", "wed", "thu", "fri"], "09:00", "11:00"), Evenings = new(["tue"], "19:00", "24:00");

    private static readonly SafeContactRules Nothing = new(
        false, false, false, VoicemailRule.Never, [], ContactAnswerer.Herself, null, null, null, null, Ten.AddDays(-30), Ten.AddDays(30));

    private static readonly SafeContactRules Calls = Nothing with { MayCall = true, Hours = [Mornings] };

    private static ContactMoment At(DateTimeOffset now) => new(now, Zone, NumberKnown: true);

    [TestCase(0, 0, 2, true, ExpectedResult = ContactReason.Agreed)]
    [TestCase(119, 1, 2, true, ExpectedResult = ContactReason.Agreed)]
    [TestCase(-1, 0, 2, true, ExpectedResult = ContactReason.TooEarly)]
    [TestCase(120, 0, 2, true, ExpectedResult = ContactReason.TooLate)]
    [TestCase(60, 2, 2, true, ExpectedResult = ContactReason.NoAttemptsLeft)]
    [TestCase(60, 0, 2, false, ExpectedResult = ContactReason.NoNumber)]
    public ContactReason Chosen_by_key_is_a_rule_of_two_hours(int minutes, int made, int most, bool numberKnown)
    {
        var verdict = ContactGate.Judge(OutboundAct.CallBack, SafeContactRules.ChosenByKey(Ten, Ten.AddHours(2)), new(Ten.AddMinutes(minutes), Zone, numberKnown, made, most));
        Assert.That(verdict.May, Is.EqualTo(verdict.Reason == ContactReason.Agreed));
        return verdict.Reason;
    }

    [TestCase("2026-10-13T00:59:00Z", ExpectedResult = false)]
    [TestCase("2026-10-13T01:00:00Z", ExpectedResult = true)]
    [TestCase("2026-10-13T02:59:59Z", ExpectedResult = true)]
    [TestCase("2026-10-13T03:00:00Z", ExpectedResult = false)]
    [TestCase("2026-10-17T02:00:00Z", ExpectedResult = false, Description = "a Saturday")]
    public bool Is_in_her_hours_by_her_own_clock(string now) =>
        ContactGate.Judge(OutboundAct.FollowUpCall, Calls, At(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))).May;

    [Test]
    public void Until_midnight_is_until_midnight()
    {
        var rule = Calls with { Hours = [Evenings] };
        Assert.That(ContactGate.Judge(OutboundAct.FollowUpCall, rule, At(new(2026, 10, 13, 15, 59, 0, TimeSpan.Zero))).May);
        Assert.That(ContactGate.Judge(OutboundAct.FollowUpCall, rule, At(new(2026, 10, 13, 16, 0, 0, TimeSpan.Zero))).Reason, Is.EqualTo(ContactReason.OutsideHours));
        Assert.That(ContactGate.Judge(OutboundAct.FollowUpCall, Calls with { Hours = [new(["tue"], "late", "24:00")] }, At(Ten)).May, Is.False, "hours that cannot be read are none");
    }

    [Test]
    public void Without_a_rule_nobody_is_contacted_whatever_the_act_and_our_own_people_hear_nothing_of_her()
    {
        foreach (var act in Enum.GetValues<OutboundAct>())
            foreach (var moment in Moments)
            {
                var verdict = ContactGate.Judge(act, null, moment);
                if (act == OutboundAct.PageAboutPerson) Assert.That(verdict, Is.EqualTo(new ContactVerdict(true, ContactReason.OwnStaff, ContactHow.NeutralWords)));
                else Assert.That(verdict, Is.EqualTo(new ContactVerdict(false, ContactReason.NoRule, ContactHow.NotAtAll)), act.ToString());
            }
    }

    [Test]
    public void A_verdict_says_how_exactly_when_it_says_yes()
    {
        foreach (var (act, rule, moment) in Everything())
        {
            var verdict = ContactGate.Judge(act, rule, moment);
            Assert.That(verdict.How != ContactHow.NotAtAll, Is.EqualTo(verdict.May));
            Assert.That(verdict.Reason is ContactReason.Agreed or ContactReason.OwnStaff, Is.EqualTo(verdict.May));
            if (rule.Hours.Count == 0 && act != OutboundAct.PageAboutPerson) Assert.That(verdict.May, Is.False, "no hours, no contact");
        }
    }

    [Test]
    public void A_wider_rule_never_turns_a_yes_into_a_no()
    {
        var (judged, yes) = (0, 0);
        foreach (var (act, rule, moment) in Everything())
        {
            judged++;
            if (!ContactGate.Judge(act, rule, moment).May) continue;
            yes++;
            foreach (var wider in Wider(rule))
                if (!ContactGate.Judge(act, wider, moment).May) Assert.Fail($"{act}: {Show(rule)} allowed it, and {Show(wider)} does not");
        }
        Assert.That(judged, Is.GreaterThan(10_000));
        Assert.That(yes, Is.GreaterThan(1_000));
    }

    [Test]
    public void The_matrix_in_the_documents_is_what_the_gate_says()
    {
        const string path = "infra/docs/safe-contact.md";
        var matrix = Matrix();
        if (Environment.GetEnvironmentVariable("HOTLINE_SAFE_CONTACT") is { Length: > 0 } target) File.WriteAllText(target, matrix);
        var kept = File.ReadAllText(Path.Combine(SourceFile.Root, path)).ReplaceLineEndings("\n");
        Assert.That(kept, Is.EqualTo(matrix), $"{path}: HOTLINE_SAFE_CONTACT={path} writes it anew");
    }

    private static readonly (string Name, SafeContactRules? Rule)[] Rows =
    [
        ("nothing was ever recorded", null),
        ("\"do not contact me\"", Nothing),
        ("pressed 9 while waiting: the next two hours", SafeContactRules.ChosenByKey(Ten.AddHours(-1), Ten.AddHours(1))),
        ("calls, weekdays 9 to 11, herself", Calls),
        ("the same, voicemail hears silence", Calls with { Voicemail = VoicemailRule.Silence }),
        ("the same, voicemail hears the agreed sentence", Calls with { Voicemail = VoicemailRule.AgreedSentence, AgreedSentence = "请回电" }),
        ("calls, whoever knows the word", Calls with { Answerer = ContactAnswerer.WhoeverKnowsTheWord, CodeWord = "桂花" }),
        ("calls, or her sister", Calls with { Answerer = ContactAnswerer.NamedPerson, NamedPerson = "妹妹" }),
        ("texts only", Nothing with { MayText = true, Hours = [Mornings] }),
        ("texts, and may be asked how it was", Nothing with { MayText = true, MaySurvey = true, Hours = [Mornings] }),
        ("everything, Tuesday evenings", Nothing with { MayCall = true, MayText = true, MaySurvey = true, Voicemail = VoicemailRule.Silence, Hours = [Evenings] }),
        ("everything, until yesterday", Nothing with { MayCall = true, MayText = true, MaySurvey = true, Voicemail = VoicemailRule.Silence, Hours = [Mornings], Until = Ten.AddDays(-1) }),
    ];

    private static string Matrix()
    {
        var acts = Enum.GetValues<OutboundAct>();
        var text = new StringBuilder().Append("""
            # Safe contact: what the gate says

            Printed by `Safe_contact.The_matrix_in_the_documents_is_what_the_gate_says`; do not edit. Each row is a recorded rule, each column an outbound act, judged on
            Tuesday, 2026-10-13, 10:00 by her clock. **Yes** with the way in which it may be done, or no with the reason. Reasons and ways are the names in `ContactGate`.


            """.ReplaceLineEndings("\n"));
        Row(["Rule", .. acts.Select(a => a.ToString())]);
        Row([.. Enumerable.Repeat("---", acts.Length + 1)]);
        foreach (var (name, rule) in Rows) Row([name, .. acts.Select(act => Say(ContactGate.Judge(act, rule, At(Ten))))]);
        text.Append("\nA rule that allows it, and another reason not to:\n\n");
        Row(["\"calls, weekdays 9 to 11, herself\"", .. acts.Select(a => a.ToString())]);
        Row([.. Enumerable.Repeat("---", acts.Length + 1)]);
        foreach (var (name, moment) in new (string, ContactMoment)[]
        {
            ("at 11:00", At(Ten.AddHours(1))), ("on Saturday at 10:00", At(Ten.AddDays(4))), ("before the day it was recorded", At(Ten.AddDays(-31))), ("after its last day", At(Ten.AddDays(30))),
            ("number withheld", At(Ten) with { NumberKnown = false }), ("dialled twice of two", At(Ten) with { Made = 2, Most = 2 }),
        }) Row([name, .. acts.Select(act => Say(ContactGate.Judge(act, Calls, moment)))]);
        return text.ToString();

        void Row(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        static string Say(ContactVerdict v) => v.May ? $"**yes**: {v.How}" : $"no: {v.Reason}";
    }

    private static readonly ContactMoment[] Moments =
    [
        At(Ten), At(Ten.AddHours(10)), At(Ten.AddDays(4)), At(Ten) with { NumberKnown = false }, At(Ten) with { Made = 1, Most = 2 }, At(Ten) with { Made = 2, Most = 2 },
    ];

    /// <summary>Every act, under every rule there is a kind of, at every kind of moment.</summary>
    private static IEnumerable<(OutboundAct Act, SafeContactRules Rule, ContactMoment Moment)> Everything() =>
        from call in new[] { false, true }
        from text in new[] { false, true }
        from survey in new[] { false, true }
        from voicemail in Enum.GetValues<VoicemailRule>()
        from hours in new ContactWindow[][] { [], [Mornings], [Evenings], [Mornings, Evenings] }
        from answerer in Enum.GetValues<ContactAnswerer>()
        from holds in new[] { (From: -30, Until: 30), (From: 1, Until: 30), (From: -30, Until: -1) }
        let rule = new SafeContactRules(call, text, survey, voicemail, hours, answerer, "n", "w", null, "s", Ten.AddDays(holds.From), Ten.AddDays(holds.Until))
        from moment in Moments
        from act in Enum.GetValues<OutboundAct>()
        select (act, rule, moment);

    /// <summary>Rules that permit one thing more.</summary>
    private static IEnumerable<SafeContactRules> Wider(SafeContactRules rule)
    {
        yield return rule with { MayCall = true };
        yield return rule with { MayText = true };
        yield return rule with { MaySurvey = true };
        if (rule.Voicemail < VoicemailRule.AgreedSentence) yield return rule with { Voicemail = rule.Voicemail + 1 };
        yield return rule with { Hours = [.. rule.Hours, new(["sat", "sun"], "00:00", "24:00")] };
        yield return rule with { Hours = [ContactWindow.Always] };
        yield return rule with { From = rule.From.AddDays(-1) };
        yield return rule with { Until = rule.Until.AddDays(1) };
    }

    private static string Show(SafeContactRules r) => $"call {r.MayCall}, text {r.MayText}, survey {r.MaySurvey}, voicemail {r.Voicemail}, {r.Hours.Count} windows, {r.From:u} to {r.Until:u}";
}
