using Hotline.Agent.Crisis;
using Hotline.Core.Crisis;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class What_a_host_knows_of_escalations
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly StaffId Holder = StaffId.New(TimeProvider.System);

    private readonly OpenEscalation _one = New(), _two = New();

    [Test]
    public void A_version_follows_only_when_something_changed()
    {
        var first = Read(CrisisPicture.None, 0, _one);
        Assert.That(first.Version, Is.EqualTo(Start.ToUnixTimeMilliseconds()));
        var same = Read(first, 5, _one);
        Assert.That((same.Version, same.At), Is.EqualTo((first.Version, Start.AddSeconds(5))));
        var second = Read(same, 6, _one, _two);
        Assert.That(second.Version, Is.GreaterThan(first.Version));
        Assert.That((Since(second, _one), Since(second, _two)), Is.EqualTo((first.Version, second.Version)));
        Assert.That(Read(second, 6, _one with { Reminded = true }, _two).Version, Is.EqualTo(second.Version + 1), "twice in one millisecond");
    }

    [Test]
    public void What_was_closed_is_remembered_for_a_minute_and_then_who_knows_less_must_be_told_everything()
    {
        var open = Read(CrisisPicture.None, 0, _one, _two);
        var closed = Read(open, 10, _two);
        Assert.That(closed.Closed.Select(c => (c.Id, c.Since)), Is.EqualTo(new[] { (_one.Id, closed.Version) }));
        Assert.That(closed.Horizon, Is.LessThanOrEqualTo(open.Version));
        var later = Read(closed, 65, _two with { Reminded = true });
        Assert.That(later.Closed, Has.Count.EqualTo(1));
        var muchLater = Read(later, 75, _two with { Reminded = false });
        Assert.That(muchLater.Closed, Is.Empty);
        Assert.That(muchLater.Horizon, Is.EqualTo(closed.Version), "whoever was told of the end knows enough");
    }

    [Test]
    public void Nothing_is_closed_while_nobody_can_see()
    {
        var open = Read(CrisisPicture.None, 0, _one);
        var blind = open.Blind();
        Assert.That((blind.Degraded, blind.Version, blind.Open.Count), Is.EqualTo((true, open.Version + 1, 1)));
        Assert.That(blind.Blind(), Is.SameAs(blind));
        var again = Read(blind, 9, _one);
        Assert.That((again.Degraded, Since(again, _one)), Is.EqualTo((false, open.Version)));
        Assert.That(again.Version, Is.GreaterThan(blind.Version), "that it can see again is news");
        Assert.That(Read(CrisisPicture.None.Blind(), 9, _one).Degraded, Is.False);
    }

    [Test]
    public void A_new_name_of_somebody_in_it_is_a_change()
    {
        var held = _one with { State = EscalationState.Acknowledged, AckBy = Holder.ToString() };
        var named = CrisisPicture.None.Next(new CrisisReading(Start, [held, _two]), Named("王"));
        Assert.That(named.Next(new CrisisReading(Start, [held, _two]), Named("王")).Version, Is.EqualTo(named.Version));
        var renamed = named.Next(new CrisisReading(Start.AddSeconds(1), [held, _two]), Named("李"));
        Assert.That((Since(renamed, held), Since(renamed, _two)), Is.EqualTo((renamed.Version, named.Version)));
    }

    [Test]
    public void Only_who_has_to_do_with_what_changed_is_shown_it_otherwise()
    {
        var held = _one with { State = EscalationState.Acknowledged, AckBy = Holder.ToString() };
        var first = Read(CrisisPicture.None, 0, held, _two);
        Assert.That(first.Concerned(0), Is.EqualTo(new[] { Holder }));
        Assert.That(Read(first, 1, held, _two with { Reminded = true }).Concerned(first.Version), Is.Empty);
    }

    private static CrisisPicture Read(CrisisPicture before, int second, params OpenEscalation[] open) =>
        before.Next(new CrisisReading(Start.AddSeconds(second), open), Named("王"));

    private static Dictionary<StaffId, string> Named(string name) => new() { [Holder] = name };

    private static long Since(CrisisPicture picture, OpenEscalation e) => picture.Open[e.Id].Since;

    private static OpenEscalation New() => new(
        EscalationId.WithoutCall(TimeProvider.System), null, "main", null, "", "", [EscalationCause.FollowUp], null, Start, EscalationState.Paging, 1, 1, Start, [],
        null, null, null, false, [], 1, null, null);
}
