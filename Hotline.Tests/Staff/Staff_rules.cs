using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Staff_rules
{
    private static readonly StaffParticulars Good = new("李·法律", ["operator", "Counsellor"], "main", [new("legal", 2)], "sip:desk-1001@sim.local");

    [Test]
    public void Good_particulars_pass() => Assert.That(StaffRules.Check(Good), Is.Empty);

    [Test]
    public void Each_bad_field_is_named_with_what_is_allowed()
    {
        var errors = StaffRules.Check(new StaffParticulars(" ", ["boss"], "主", [new("Legal", 4)], "desk 1"));
        Assert.That(errors.Keys, Is.EquivalentTo(new[] { "displayName", "roles", "centre", "skills", "endpoint" }));
        Assert.That(errors["roles"][0], Does.Contain("Operator").And.Contain("Auditor"));
        Assert.That(errors["skills"][0], Does.Contain("1 to 3"));
        Assert.That(errors["endpoint"][0], Does.Contain("sip:").And.Contain("client:"));
    }

    [TestCase("2026-10-31", true)]
    [TestCase("2000-01-01", true)]
    [TestCase("1999-12-31", false)]
    [TestCase("2100-01-01", false)]
    public void A_skills_last_day_is_one_somebody_may_mean(string until, bool passes) =>
        Assert.That(StaffRules.Check(Good with { Skills = [new("legal", 2, DateOnly.ParseExact(until, "O"))] }), passes ? Is.Empty : Contains.Key("skills"));

    [TestCase("1")]
    [TestCase("Operator,Auditor")]
    [TestCase("")]
    public void A_role_is_a_name(string text) => Assert.That(StaffRules.TryParseRole(text, out _), Is.False);

    [TestCase("123456789")]
    [TestCase("li.fang-2026")]
    [TestCase("aaaaaaaaaaaa")]
    public void A_weak_password_is_refused(string password) =>
        Assert.That(StaffRules.CheckPassword(password, "li.fang"), Contains.Key("password"));

    [TestCase("sip:desk-1001@sim.local", true)]
    [TestCase("sip:a@b:5061", true)]
    [TestCase("client:li_fang", true)]
    [TestCase("+8613800005678", true)]
    [TestCase("13800005678", false)]
    [TestCase("client:li fang", false)]
    [TestCase("sip:a@b\nX: y", false)]
    [TestCase("http://x", false)]
    public void A_telephone_has_three_spellings(string endpoint, bool valid) => Assert.That(OperatorEndpoint.IsValid(endpoint), Is.EqualTo(valid));

    [Test]
    public void One_name_however_written_is_one_person() =>
        Assert.That(new[] { "Li.Fang", " li.fang ", "ｌｉ.ｆａｎｇ" }.Select(StaffMember.Normalise).Distinct().Count(), Is.EqualTo(1));
}
