using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Crisis;
using Hotline.Tests.Model;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A caller who says by key that she cannot speak, and what becomes of her answers.</summary>
internal sealed class When_she_cannot_speak : OnRealRedis
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly KeyAnswer NotSafe = new("safe", false, "现在安全", "Safe now", Danger: true), Children = new("children", true, "有孩子在场", "Children are there", Danger: false);

    /// <summary>Guard → true when what it keeps is kept. The model presses no such keys; these stand in its place.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Switchboard, Task<bool>>> Shown = new Dictionary<string, Func<Switchboard, Task<bool>>>(StringComparer.Ordinal)
    {
        ["answer-once"] = async host =>
        {
            var (caller, place) = await SilentAsync(host);
            await host.Flow.NoteQuietAsync(caller, place, Children, None);
            await host.Flow.NoteQuietAsync(caller, place, Children with { Yes = false }, None);
            return (await host.EventsAsync(EventKind.KeyAnswer)).Length == 1;
        },
        ["quiet-over"] = async host =>
        {
            var (caller, place) = await SilentAsync(host);
            await host.TellAsync(new CarrierFact(null, caller.Leg, FactSide.Caller, EventKind.LegEnded, DateTimeOffset.UnixEpoch, "ended", Reason: "completed"));
            await host.Flow.NoteQuietAsync(caller, place, NotSafe, None);
            return (await host.EventsAsync(EventKind.Quiet)).Length == 0;
        },
    };

    [TestCaseSource(nameof(Names))]
    public async Task Its_guards_are_missed(string guard)
    {
        Assert.That(await Shown[guard](One), Is.True, "with it");
        await Redis.FlushAllAsync();
        await using var without = await Switchboard.OpenAsync(Redis);
        without.Scripts.Rewrite = Guards.Without(guard);
        Assert.That(await Shown[guard](without), Is.False, "without it");
    }

    [Test]
    public async Task Whoever_was_silent_at_the_menu_is_known_as_such_and_whoever_pressed_a_key_is_not()
    {
        Assert.That((await SilentAsync(One)).Place.Speech, Is.EqualTo(Speech.Silent));
        var spoken = await One.CallerWaitsAsync(Skill.Legal);
        Assert.That((await One.Flow.WaitAsync(spoken, Skill.Legal, None)).Speech, Is.EqualTo(Speech.Unknown));
    }

    [Test]
    public async Task Her_operator_sees_it_and_each_answer_at_once_and_her_place_is_kept()
    {
        var (caller, place) = await SilentAsync(One);
        Assert.That((await One.Flow.NoteQuietAsync(caller, place, null, None)).Speech, Is.EqualTo(Speech.Quiet));
        Assert.That((await One.Flow.WaitAsync(caller, Skill.Psychological, None)), Is.EqualTo(place with { Speech = Speech.Quiet }).Using<Place>(Alike));

        var op = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 1));
        var offered = await One.DeskAsync(op);
        Assert.That((offered.State, offered.Call!.Quiet, offered.Call.KeyAnswers.Count), Is.EqualTo((DeskState.Offered, true, 0)));

        await Two.Flow.NoteQuietAsync(caller, place, Children, None);
        var told = await One.DeskAsync(op);
        Assert.That(told.Version, Is.GreaterThan(offered.Version), "her console is told");
        Assert.That(told.Call!.KeyAnswers, Is.EqualTo([Children]));
        Assert.That(await One.EventsAsync(EventKind.KeyAnswer), Has.Length.EqualTo(1).And.All.Contain("\"children\"").And.All.Contain("\"yes\""));
    }

    [Test]
    public async Task An_answer_that_means_danger_raises_the_escalation_by_itself_and_another_does_not()
    {
        var (caller, place) = await SilentAsync(One);
        await One.Flow.NoteQuietAsync(caller, place, Children, None);
        Assert.That((await One.Escalations().ReadAsync())!.Escalations, Is.Empty);
        await One.Flow.NoteQuietAsync(caller, place, NotSafe, None);
        var raised = (await One.Escalations().ReadAsync())!.Escalations.Single();
        Assert.That((raised.Call, raised.Causes.Single()), Is.EqualTo(((CallId?)caller.Call, EscalationCause.Key)));
    }

    [Test]
    public async Task Keys_that_are_told_twice_at_once_count_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var (caller, place) = await SilentAsync(One);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? One : Two).Flow.NoteQuietAsync(caller, place, NotSafe, None)));
        }
        Assert.That(await One.EventsAsync(EventKind.Quiet), Has.Length.EqualTo(10));
        Assert.That(await One.EventsAsync(EventKind.KeyAnswer), Has.Length.EqualTo(10));
        Assert.That(await One.EventsAsync(EventKind.EscalationRaised), Has.Length.EqualTo(10));
    }

    private static IEnumerable<string> Names() => Shown.Keys;

    private static bool Alike(Place one, Place other) => one with { Answered = [] } is var a && other with { Answered = a.Answered } == a && one.Answered.SequenceEqual(other.Answered);

    private static async Task<(CallTicket Caller, Place Place)> SilentAsync(Switchboard host)
    {
        var caller = await host.CallerDialsAsync();
        return (caller, await host.Flow.EnterAsync(caller, Skill.Psychological, EnteredBy.Silence, None));
    }
}
