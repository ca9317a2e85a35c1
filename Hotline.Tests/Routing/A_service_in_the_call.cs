using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>110 and 120 in a live call.</summary>
internal sealed class A_service_in_the_call : JoiningSpec
{
    [Test]
    public async Task A_service_is_dialled_once_comes_in_and_leaves_without_ending_anything()
    {
        var talk = await TalkAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? One : Two).Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Police, None)));
        Assert.That(outcomes.Count(o => o == JoinOutcome.Done), Is.EqualTo(1));
        var (_, token, number) = One.Carrier.Joined.Concat(Two.Carrier.Joined).Single();
        Assert.That(number, Is.EqualTo("110"));
        Assert.That(await One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Other, None), Is.EqualTo(JoinOutcome.NotNow), "no number is set for it");
        Assert.That(await One.Joins.MayComeInAsync(talk.Call, token, Leg(token), true), Is.EqualTo(new JoinVerdict.Join(null)));
        await Two.TellAsync(Came(talk, token, FactSide.Service));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Services, Is.EqualTo(new[] { new DeskService(token, "Police", true) }));
        await Two.TellAsync(Left(talk, token), Ended(talk, token, FactSide.Service));
        Assert.That((await One.DeskAsync(talk.Operator)).Call!.Services, Is.Empty);

        await One.Joins.AddServiceAsync(talk.Operator, talk.Call, RescueService.Ambulance, None);
        var again = (await One.DeskAsync(talk.Operator)).Call!.Services.Single();
        var stranger = await One.OperatorSitsDownAsync(new SkillLevel(Skill.Legal, 1));
        Assert.That(await One.Joins.EndServiceAsync(stranger, talk.Call, again.Token, None), Is.EqualTo(JoinOutcome.NotNow));
        Assert.That(await One.Joins.EndServiceAsync(talk.Operator, talk.Call, again.Token, None), Is.EqualTo(JoinOutcome.Done));
        Assert.That(One.Carrier.Acts, Does.Contain(("end", (CallId?)null, Leg(again.Token))));
        Assert.That(await One.StateAsync(talk.Call), Is.EqualTo(CallState.Connected));
        await SoundAsync();
    }
}
