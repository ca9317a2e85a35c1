using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

public sealed class Paging_rules
{
    private static readonly DateTimeOffset At = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private static readonly StaffId Me = StaffId.New(TimeProvider.System), Other = StaffId.New(TimeProvider.System);
    private static readonly string[] Chain = ["banner", "league", "region"];

    private static Who As(Role role, string centre = "banner", bool skilled = false) => new(Me, centre, new HashSet<Role> { role }) { HasCrisisSkill = skilled };

    private static OpenEscalation Open(params PagedLevel[] paged) => new(
        new EscalationId(new string('a', 32) + ".1"), null, "banner", null, "", "", [EscalationCause.Key], null, At, EscalationState.Paging, 1, 1, At, paged, null, null, null,
        false, [], 1, null, null);

    private static PagedLevel Paged(LadderLevel level, string centre = "banner") => new(level, At, centre);

    [Test]
    public void Counsellors_are_those_with_the_skill_of_the_centre_that_was_paged()
    {
        var e = Open(Paged(LadderLevel.Counsellors, "league"));
        Assert.That(PagingRules.Pages(e, As(Role.Counsellor, "league", skilled: true), Chain), Is.True);
        Assert.That(PagingRules.Pages(e, As(Role.Operator, "league", skilled: true), Chain), Is.True);
        Assert.That(PagingRules.Pages(e, As(Role.Counsellor, "league"), Chain), Is.False);
        Assert.That(PagingRules.Pages(e, As(Role.Supervisor, "league", skilled: true), Chain), Is.True, "whoever has the skill");
        Assert.That(PagingRules.Pages(e, As(Role.Counsellor, "banner", skilled: true), Chain), Is.False);
        Assert.That(PagingRules.Pages(Open(), As(Role.Counsellor, "banner", skilled: true), Chain), Is.True, "at once, before the first step was done");
    }

    [Test]
    public void Whoever_was_paged_stays_paged_and_a_second_round_pages_the_ancestors_too()
    {
        var e = Open(Paged(LadderLevel.Supervisors), Paged(LadderLevel.OnCall));
        Assert.That(PagingRules.Pages(e, As(Role.Supervisor), Chain), Is.True);
        Assert.That(PagingRules.Pages(e, As(Role.Supervisor, "region"), Chain), Is.False);
        Assert.That(PagingRules.Pages(e with { Round = 2 }, As(Role.Supervisor, "region"), Chain), Is.True);
        Assert.That(PagingRules.Pages(e with { Round = 2 }, As(Role.Supervisor, "elsewhere"), Chain), Is.False);
    }

    [TestCase(Role.Operator, true)]
    [TestCase(Role.Counsellor, true)]
    [TestCase(Role.Supervisor, true)]
    [TestCase(Role.Manager, true)]
    [TestCase(Role.Administrator, false)]
    [TestCase(Role.Auditor, false)]
    public void Everybody_is_whoever_sees_crises(Role role, bool paged) =>
        Assert.That(PagingRules.Pages(Open(Paged(LadderLevel.Everybody)), As(role), Chain), Is.EqualTo(paged));

    [Test]
    public void Nobody_is_paged_who_knows_or_once_somebody_has_it()
    {
        var e = Open(Paged(LadderLevel.Everybody));
        var who = As(Role.Counsellor, skilled: true);
        Assert.That(PagingRules.Pages(e with { RaisedBy = Me }, who, Chain), Is.False);
        Assert.That(PagingRules.Pages(e with { Operator = Me }, who, Chain), Is.False);
        var held = e with { State = EscalationState.Acknowledged, AckBy = Other.ToString(), AckAt = At, AckHow = "console" };
        Assert.That(PagingRules.Pages(held, who, Chain), Is.False);
        Assert.That(PagingRules.Pages(held with { AckBy = Me.ToString() }, who, Chain), Is.False);
        Assert.That(PagingRules.Pages(held with { AckBy = Me.ToString(), Reminded = true }, who, Chain), Is.True, "she has done nothing for long");
    }

    [TestCase("0123456789abcdef0123456789abcdef.1", true)]
    [TestCase("0123456789abcdef0123456789abcdef.0", true)]
    [TestCase("0123456789abcdef0123456789abcdef.01", false)]
    [TestCase("0123456789abcdef0123456789abcdef.-1", false)]
    [TestCase("0123456789ABCDEF0123456789abcdef.1", false)]
    [TestCase("0123456789abcdef0123456789abcdef.", false)]
    [TestCase("0123456789abcdef0123456789abcdef", false)]
    [TestCase("0123456789abcdef0123456789abcdef.1 ", false)]
    [TestCase("x", false)]
    [TestCase(null, false)]
    public void An_id_is_read_strictly(string? text, bool valid)
    {
        Assert.That(EscalationId.TryParse(text, out var id), Is.EqualTo(valid));
        if (valid) Assert.That(id.Call is null, Is.EqualTo(text!.EndsWith(".0", StringComparison.Ordinal)));
    }
}
