using Hotline.Core.Agents;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

internal sealed class Many_desks : OnRealRedis
{
    private static readonly SkillLevel[] Legal = [new(Skill.Legal, 1)];

    [Test]
    public async Task Of_one_host_are_kept_in_one_step()
    {
        var all = Enumerable.Range(0, 120).Select(_ => StaffId.New(TimeProvider.System)).ToArray();
        Assert.That(await KeepAsync(all), Is.EquivalentTo(all), "all are new");
        foreach (var staff in all) await One.DeskAsync(staff);
        Assert.That(await KeepAsync(all), Is.Empty, "nothing has changed");

        await Two.Desks.SetPresenceAsync(all[7], Presence.Ready, null);
        Assert.That(await KeepAsync(all), Is.EqualTo([all[7]]), "what another host did is seen");

        await One.Live.FireTimerAsync("lease|" + all[7], null);
        Assert.That((await One.DeskAsync(all[7])).State, Is.EqualTo(DeskState.Off));
        await KeepAsync(all);
        Assert.That((await One.DeskAsync(all[7])).State, Is.EqualTo(DeskState.Ready), "a lost one is back as she wished");

        Assert.That(await One.Desks.KeepAllAsync(all.Select(s => (s, "main", (IReadOnlyList<SkillLevel>)[new(Skill.Crisis, 1)], (string?)"sip:x@desk.test"))), Is.EquivalentTo(all));
        Assert.That((await One.DeskAsync(all[3])).Skills, Is.EqualTo("crisis:1"), "new particulars are taken");

        await Redis.FlushAllAsync();
        await KeepAsync(all);
        Assert.That((await One.DeskAsync(all[7])).State, Is.EqualTo(DeskState.Ready), "a wiped one is made again");
        Assert.That((await LiveStatePicture.TakeAsync(One)).Violations(), Is.Empty);
    }

    private async Task<IReadOnlyList<StaffId>> KeepAsync(StaffId[] all) =>
        (await One.Desks.KeepAllAsync(all.Select(s => (s, "main", (IReadOnlyList<SkillLevel>)Legal, (string?)"sip:x@desk.test"))))!;
}
