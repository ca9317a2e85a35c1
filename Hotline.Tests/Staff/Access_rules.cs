using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Access_rules
{
    private static readonly StaffId Me = StaffId.New(TimeProvider.System), Other = StaffId.New(TimeProvider.System);
    private static readonly Whose Mine = new(Me, "hohhot"), Colleagues = new(Other, "hohhot"), Elsewhere = new(Other, "baotou"), Nobodys = new(null, null);

    private static Who As(params Role[] roles) => new(Me, "hohhot", roles.ToHashSet());

    [TestCase(Role.Operator)]
    [TestCase(Role.Counsellor)]
    public void Whoever_took_a_call_reads_writes_and_reveals_it(Role role)
    {
        foreach (var act in new[] { Act.ReadCall, Act.ReadNote, Act.WriteNote, Act.RevealNumber })
        {
            Assert.That(Access.May(As(role), act, Mine), Is.True, act.ToString());
            Assert.That(Access.May(As(role), act, Colleagues), Is.False, act.ToString());
            Assert.That(Access.May(As(role), act, Nobodys), Is.False, act.ToString());
        }
    }

    [Test]
    public void A_supervisor_reads_and_reveals_in_her_own_centre_and_writes_nowhere()
    {
        var who = As(Role.Supervisor);
        Assert.That(new[] { Act.ReadCall, Act.ReadNote, Act.RevealNumber }.Select(a => Access.May(who, a, Colleagues)), Is.All.True);
        Assert.That(new[] { Act.ReadCall, Act.ReadNote, Act.RevealNumber }.Select(a => Access.May(who, a, Elsewhere)), Is.All.False);
        Assert.That(Access.May(who, Act.WriteNote, Colleagues), Is.False);
    }

    [Test]
    public void A_supervisor_handles_a_call_she_took_over_as_hers()
    {
        foreach (var role in Enum.GetValues<Role>())
            Assert.That(Access.May(As(role), Act.HandleCall, Nobodys), Is.EqualTo(role is Role.Operator or Role.Counsellor or Role.Supervisor), role.ToString());
        Assert.That(Access.May(As(Role.Supervisor), Act.WriteNote, Mine), Is.True);
        Assert.That(Access.May(As(Role.Supervisor), Act.TakeCalls, Nobodys), Is.False, "she is offered none");
    }

    [Test]
    public void Care_is_of_whoever_took_the_call_and_of_the_counsellors_and_supervisors_of_its_centre()
    {
        foreach (var act in new[] { Act.SeeCare, Act.WriteCare })
        {
            Assert.That(new[] { Mine, Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(Role.Operator), act, whose)), Is.EqualTo(new[] { true, false, false, false }));
            foreach (var role in new[] { Role.Counsellor, Role.Supervisor })
                Assert.That(new[] { Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(role), act, whose)), Is.EqualTo(new[] { true, false, false }));
            Assert.That(new[] { Mine, Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(Role.Manager), act, whose)), Is.All.False);
        }
    }

    [Test]
    public void Messages_are_of_whoever_may_talk_with_callers_in_the_centre()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var may = role is Role.Operator or Role.Counsellor or Role.Supervisor;
            Assert.That(new[] { Nobodys, Colleagues, Elsewhere }.Select(whose => Access.May(As(role), Act.HearMessages, whose)), Is.EqualTo(new[] { may, may, false }), role.ToString());
        }
    }

    [Test]
    public void A_manager_reads_but_sees_no_number()
    {
        Assert.That(Access.May(As(Role.Manager), Act.ReadNote, Colleagues), Is.True);
        Assert.That(Access.May(As(Role.Manager), Act.RevealNumber, Colleagues), Is.False);
    }

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Manager)]
    public void A_roster_is_kept_by_the_supervisors_and_managers_of_its_centre(Role role)
    {
        Assert.That(new[] { Nobodys, Colleagues, Elsewhere }.Select(whose => Access.May(As(role), Act.ManageRoster, whose)), Is.EqualTo(new[] { true, true, false }));
        Assert.That(Access.May(As(Role.Operator, Role.Counsellor), Act.ManageRoster, Colleagues), Is.False);
    }

    [Test]
    public void An_operator_steps_back_from_her_own_callers_and_parts_nobody_else()
    {
        Assert.That(new[] { Mine, Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(Role.Operator), Act.StepBack, whose)), Is.EqualTo(new[] { true, false, false, false }));
        Assert.That(new[] { Mine, Colleagues, Elsewhere }.Select(whose => Access.May(As(Role.Operator, Role.Counsellor), Act.KeepApart, whose)), Is.All.False);
        Assert.That(new[] { Mine, Colleagues, Elsewhere }.Select(whose => Access.May(As(Role.Operator, Role.Counsellor, Role.Manager), Act.BlockNumber, whose)), Is.All.False);
    }

    [Test]
    public void Supervisors_and_managers_part_a_caller_and_an_operator_of_their_centre_and_supervisors_block_there()
    {
        foreach (var role in new[] { Role.Supervisor, Role.Manager })
            Assert.That(new[] { Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(role), Act.KeepApart, whose)), Is.EqualTo(new[] { true, false, false }));
        Assert.That(new[] { Colleagues, Elsewhere, Nobodys }.Select(whose => Access.May(As(Role.Supervisor), Act.BlockNumber, whose)), Is.EqualTo(new[] { true, false, true }));
    }

    [TestCase(Role.Administrator, Act.ManageStaff, Act.SeeRouting, Act.ManageRouting, Act.ManageQuestions, Act.SeeRepairs)]
    [TestCase(Role.Auditor, Act.ReadAudit)]
    public void Administrators_and_auditors_do_their_own_things(Role role, params Act[] only)
    {
        foreach (var act in Enum.GetValues<Act>())
            foreach (var whose in new[] { Mine, Colleagues, Elsewhere, Nobodys })
                Assert.That(Access.May(As(role), act, whose), Is.EqualTo(only.Contains(act)), $"{act} {whose}");
    }

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Manager)]
    public void Whoever_oversees_reads_the_routing_policy_and_does_not_change_it(Role role)
    {
        Assert.That(Access.May(As(role), Act.SeeRouting, Nobodys), Is.True);
        Assert.That(Access.May(As(role), Act.ManageRouting, Nobodys), Is.False);
    }

    [Test]
    public void What_an_operator_carries_is_seen_by_supervisors_and_managers_alone()
    {
        foreach (var role in Enum.GetValues<Role>())
            Assert.That(Access.May(As(role), Act.SeeLoad, Nobodys), Is.EqualTo(role is Role.Supervisor or Role.Manager), role.ToString());
    }

    [Test]
    public void Nobody_without_a_role_may_anything()
    {
        foreach (var act in Enum.GetValues<Act>())
            foreach (var whose in new[] { Mine, Colleagues, Elsewhere, Nobodys })
                Assert.That(Access.May(As(), act, whose), Is.False);
    }

    [Test]
    public void Nobody_whatever_her_roles_writes_anothers_note()
    {
        for (var bits = 0; bits < 1 << Enum.GetValues<Role>().Length; bits++)
        {
            var roles = Enum.GetValues<Role>().Where(r => (bits & (1 << (int)r)) != 0).ToArray();
            Assert.That(Access.May(As(roles), Act.WriteNote, Colleagues), Is.False, string.Join(' ', roles));
            Assert.That(Access.May(As(roles), Act.WriteNote, Elsewhere), Is.False, string.Join(' ', roles));
        }
    }

    [TestCase(Role.Operator, true)]
    [TestCase(Role.Counsellor, true)]
    [TestCase(Role.Supervisor, true)]
    [TestCase(Role.Manager, true)]
    [TestCase(Role.Administrator, false)]
    [TestCase(Role.Auditor, false)]
    public void Whoever_speaks_with_callers_or_oversees_raises_and_sees_crises(Role role, bool may) =>
        Assert.That(new[] { Act.RaiseCrisis, Act.SeeCrisis }.Select(act => Access.May(As(role), act, Nobodys)), Is.All.EqualTo(may));

    [Test]
    public void A_crisis_is_answered_by_counsellors_supervisors_and_operators_with_the_skill()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            var (plain, skilled) = (As(role), As(role) with { HasCrisisSkill = true });
            var always = role is Role.Counsellor or Role.Supervisor;
            Assert.That(Access.May(plain, Act.AnswerCrisis, Colleagues), Is.EqualTo(always), role.ToString());
            Assert.That(Access.May(skilled, Act.AnswerCrisis, Colleagues), Is.EqualTo(always || role == Role.Operator), role.ToString());
            Assert.That(Access.May(skilled, Act.AnswerCrisis, Elsewhere), Is.False, role.ToString());
        }
    }
}
