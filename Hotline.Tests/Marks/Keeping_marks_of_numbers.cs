using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Marks;

public sealed class Keeping_marks_of_numbers(StorageProvider provider) : DatabaseSpec(provider)
{
    private const string Number = "number-key", Other = "another-key", Secret = "她是来电者的亲属";
    private static readonly DateTimeOffset Eight = new(2026, 10, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly Clock _clock = new();
    private readonly CallId _call = CallId.New(TimeProvider.System);
    private readonly StaffId _lead = StaffId.New(TimeProvider.System);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [SetUp]
    public void AtEight() => _clock.Now = Eight;

    private NumberMarkStore Marks => new(Database, new Sealing(Sealing_values.Keys()), _clock);

    private async Task<StaffId> HasStaffAsync(string name)
    {
        var member = Staff_accounts.Member(name, Role.Operator);
        await new StaffStore(Database).CreateAsync(member, "h");
        return member.Id;
    }

    [Test]
    public async Task An_avoidance_stands_until_it_is_lifted_and_can_be_set_anew()
    {
        var (one, two) = (await HasStaffAsync("one"), await HasStaffAsync("two"));
        Assert.That(await Marks.AvoidAsync(Number, one, _call, Secret, one), Is.True);
        Assert.That(await Marks.AvoidAsync(Number, one, _call, "again", _lead), Is.False, "it stood");
        Assert.That(await Marks.AvoidAsync(Number, two, _call, "投诉", _lead), Is.True);
        var stands = await Marks.AvoidancesAsync(Number);
        Assert.That(stands, Is.EquivalentTo(new[] { new Avoidance(one, _call, Secret, Eight, one), new Avoidance(two, _call, "投诉", Eight, _lead) }));
        Assert.That(await Marks.AvoidancesAsync(Other), Is.Empty);

        Assert.That((await Marks.LiftAvoidanceAsync(Number, one, _lead), await Marks.LiftAvoidanceAsync(Number, one, _lead)), Is.EqualTo((true, false)));
        Assert.That((await Marks.AvoidancesAsync(Number)).Select(a => a.Operator), Is.EqualTo(new[] { two }));
        Assert.That(await Marks.AvoidAsync(Number, one, _call, "其他原因", _lead), Is.True);
        Assert.That((await Marks.AvoidancesAsync(Number)).Single(a => a.Operator == one).Reason, Is.EqualTo("其他原因"));
    }

    [Test]
    public async Task A_block_stands_until_its_end_is_moved_by_the_next_and_can_be_lifted()
    {
        await Marks.BlockAsync(Number, "138····5678", _call, "main", Secret, Eight.AddHours(1), _lead);
        await Marks.BlockAsync(Number, "138····5678", _call, "main", Secret, Eight.AddHours(3), _lead);
        await Marks.BlockAsync(Other, "139····0000", _call, "baotou", "骚扰", Eight.AddHours(2), _lead);
        var block = new NumberBlock(_call, "138····5678", "main", Secret, Eight, _lead, Eight.AddHours(3));
        Assert.That(await Marks.BlocksAsync("main"), Is.EqualTo(new[] { block }));
        Assert.That(await Marks.BlockOfAsync(Number), Is.EqualTo(block));

        _clock.Now = Eight.AddHours(2);
        Assert.That(await Marks.BlocksAsync("baotou"), Is.Empty, "it is over");
        Assert.That(await Marks.LiftBlockAsync(Other, _lead), Is.False);
        Assert.That((await Marks.LiftBlockAsync(Number, _lead), await Marks.LiftBlockAsync(Number, _lead)), Is.EqualTo((true, false)));
        Assert.That(await Marks.BlockOfAsync(Number), Is.Null);
    }

    [Test]
    public async Task The_live_state_is_told_what_stands_and_what_was_lifted_lately()
    {
        var her = await HasStaffAsync("li");
        await Marks.AvoidAsync(Number, her, _call, "原因一", her);
        await Marks.AvoidAsync(Other, her, _call, "原因二", her);
        await Marks.LiftAvoidanceAsync(Other, her, _lead);
        await Marks.BlockAsync(Number, "m", _call, "main", "骚扰", Eight.AddHours(5), _lead);
        await Marks.BlockAsync(Other, "m", _call, "main", "骚扰", Eight.AddHours(1), _lead);
        Assert.That(await Marks.LiveAsync(Eight.AddHours(-1)), Is.EquivalentTo(new LiveMark[]
        {
            new LiveMark.Avoid(Number, her, true), new LiveMark.Avoid(Other, her, false), new LiveMark.Block(Number, Eight.AddHours(5)), new LiveMark.Block(Other, Eight.AddHours(1)),
        }));
        await Marks.LiftBlockAsync(Number, _lead);
        Assert.That(await Marks.LiveAsync(Eight.AddHours(-1)), Does.Contain(new LiveMark.Block(Number, null)));
        _clock.Now = Eight.AddHours(2);
        Assert.That(await Marks.LiveAsync(Eight.AddHours(1)), Is.EqualTo(new LiveMark[] { new LiveMark.Avoid(Number, her, true) }), "what is long lifted or over is told no more");
    }

    [Test]
    public async Task A_reason_is_sealed_and_never_prints()
    {
        var her = await HasStaffAsync("li");
        await Marks.AvoidAsync(Number, her, _call, Secret, her);
        await Marks.BlockAsync(Number, "m", _call, "main", Secret, Eight.AddHours(5), _lead);
        var kept = await Database.UseAsync(connection => connection.QueryAsync<byte[]>("SELECT reason_sealed FROM avoidances UNION ALL SELECT reason_sealed FROM blocks"));
        foreach (var bytes in kept) Assert.That(System.Text.Encoding.UTF8.GetString(bytes), Does.Not.Contain(Secret));
        Assert.That($"{(await Marks.AvoidancesAsync(Number)).Single()} {await Marks.BlockOfAsync(Number)}", Does.Not.Contain(Secret));
    }

    [Test]
    public async Task Many_who_set_at_once_leave_one([Range(1, 3)] int round)
    {
        var her = await HasStaffAsync($"li-{round}");
        var set = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Marks.AvoidAsync(Number, her, _call, $"原因 {i}", her))));
        Assert.That(set.Count(s => s), Is.EqualTo(1));
        Assert.That(await Marks.AvoidancesAsync(Number), Has.Count.EqualTo(1));
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => Marks.BlockAsync(Number, "m", _call, "main", "骚扰", Eight.AddHours(i), _lead))));
        Assert.That(await Marks.BlocksAsync("main"), Has.Count.EqualTo(1));
    }
}
