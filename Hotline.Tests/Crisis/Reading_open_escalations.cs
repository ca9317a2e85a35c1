using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Routing;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

/// <summary>What has not changed since a host's last reading is the same object: a thousand that are open are not read a thousand times.</summary>
internal sealed class Reading_open_escalations : OnLadders
{
    [Test]
    public async Task Gives_what_has_not_changed_again()
    {
        var (first, second) = (await AlarmAsync(), await AlarmAsync());
        var before = await ByIdAsync();
        // Redis counts milliseconds: what was saved in the very one of a reading is read again.
        await Servers.Eventually.True(async () => ReferenceEquals((await ByIdAsync())[first], (before = await ByIdAsync())[first]), "nothing happens to the first");
        await One.Escalations().AcknowledgeAsync(second, StaffId.New(TimeProvider.System));
        var after = await ByIdAsync();
        Assert.That(after[first], Is.SameAs(before[first]));
        Assert.That(after[second].State, Is.EqualTo(EscalationState.Acknowledged));
    }

    [Test]
    public async Task Finds_what_another_host_did_and_what_is_closed()
    {
        var (id, other, holder) = (await AlarmAsync(), await AlarmAsync(), StaffId.New(TimeProvider.System));
        await AllAsync();
        await Two.Escalations().AcknowledgeAsync(id, holder);
        Assert.That((await ByIdAsync())[id].AckBy, Is.EqualTo(holder.ToString()));
        await Two.Escalations().CloseAsync(id, holder, CrisisOutcome.Safe);
        Assert.That((await ByIdAsync()).Keys, Is.EqualTo(new[] { other }));
    }

    [Test]
    public async Task Sees_what_becomes_of_the_call_though_nothing_happened_to_the_escalation()
    {
        var caller = await One.CallerDialsAsync();
        await One.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, CancellationToken.None);
        var before = (await AllAsync()).Single();
        Assert.That(before.CallState, Is.EqualTo(CallState.Waiting));
        await Two.OperatorIsReadyAsync(Crisis);
        var after = (await AllAsync()).Single();
        Assert.That((after.Version, after.CallState), Is.EqualTo((before.Version, (CallState?)CallState.Offered)));
        await One.Database.HashDeleteAsync(One.Keys.Calls, caller.Call.ToString());
        Assert.That((await AllAsync()).Single().CallState, Is.Null);
    }

    [Test]
    public async Task Relies_on_nothing_when_versions_go_back()
    {
        var id = await AlarmAsync();
        var before = await ReadAsync(id);
        var text = (string)(await One.Database.HashGetAsync(One.Keys.Escalations, id.Value))!;
        await One.Database.HashSetAsync(One.Keys.Escalations, id.Value, text.Replace($"\"v\":{before.Version}", "\"v\":7", StringComparison.Ordinal).Replace("\"main\"", "\"elsewhere\"", StringComparison.Ordinal));
        var after = await ReadAsync(id);
        Assert.That((after.Version, after.Centre), Is.EqualTo((7L, "elsewhere")));
    }

    [Test]
    public async Task Reads_more_than_a_thousand()
    {
        var text = (string)(await One.Database.HashGetAsync(One.Keys.Escalations, (await AlarmAsync()).Value))!;
        var known = (await AllAsync()).Single().Id.Value;
        var more = Enumerable.Range(0, 1500).Select(_ => EscalationId.WithoutCall(TimeProvider.System).Value).ToArray();
        await One.Database.HashSetAsync(One.Keys.Escalations, [.. more.Select(id => new StackExchange.Redis.HashEntry(id, text.Replace(known, id, StringComparison.Ordinal)))]);
        Assert.That((await AllAsync()).Select(e => e.Id.Value), Is.EquivalentTo(more.Append(known)));
    }

    private async Task<Dictionary<EscalationId, OpenEscalation>> ByIdAsync() => (await AllAsync()).ToDictionary(e => e.Id);
}
