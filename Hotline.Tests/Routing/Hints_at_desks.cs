using System.Collections.Concurrent;
using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>What every script tells of the desks it has changed.</summary>
internal sealed class Hints_at_desks : OnRealRedis
{
    [Test]
    public async Task Tell_of_each_change_what_a_reading_would_have_given()
    {
        var told = new ConcurrentQueue<DeskHint>();
        await using var listening = await Two.Services.GetRequiredService<RoutingHints>().ListenAsync(told.Enqueue, _ => { });
        var seen = new HashSet<long>();
        var staff = default(StaffId);

        // Each act is one script's change of her desk; the hint is there a moment after it.
        async Task ChangedAsync(Func<Task> act, DeskState to)
        {
            await act();
            var kept = (await One.Live.ReadDeskAsync(staff))!;
            Assert.That(kept.Desk.State, Is.EqualTo(to));
            await Eventually.True(() => told.Any(h => h.Staff == staff && h.Read()?.Desk.Version == kept.Desk.Version), $"a hint at her desk that is {to}");
            var hint = told.Select(h => h.Read()!).Last(r => r.Desk.Version == kept.Desk.Version && r.Desk.Staff == staff);
            Assert.That(hint.RawDesk, Is.EqualTo(kept.RawDesk));
            // Not all of it: her telephone's leg becomes known without a change of her desk.
            Assert.That((hint.Desk.Call?.Call, hint.Desk.Call?.State, hint.Desk.Call?.Token), Is.EqualTo((kept.Desk.Call?.Call, kept.Desk.Call?.State, kept.Desk.Call?.Token)));
            Assert.That(seen.Add(kept.Desk.Version), Is.True, "a version of its own");
        }

        await ChangedAsync(async () => staff = await One.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1)), DeskState.Ready);
        var caller = default(CallTicket)!;
        await ChangedAsync(async () => caller = await One.CallerWaitsAsync(Skill.Legal), DeskState.Offered);
        var token = (await One.DeskAsync(staff)).Call!.Token;
        await ChangedAsync(() => One.Desks.AcceptAsync(staff, caller.Call, token, CancellationToken.None), DeskState.Ringing);
        var story = new CarrierStory(caller, staff, token, "CF1");
        await ChangedAsync(() => One.TellAsync(story.OperatorJoined, story.CallerJoined), DeskState.Busy);
        await ChangedAsync(() => One.TellAsync(story.CallerLeft), DeskState.WrapUp);
        await ChangedAsync(() => One.Desks.FinishWrapUpAsync(staff, caller.Call), DeskState.Ready);

        Assert.That(told.Select(h => (h.Staff, h.Read()!.Desk.Version)), Is.Unique, "one hint for each change");
    }
}
