using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Tests.Routing;

/// <summary>What a risk call leaves behind for the one who took it.</summary>
internal abstract class RiskCallSpec : OnRealRedis
{
    protected static readonly SkillLevel[] Counsellor = [new(Skill.Crisis, 2), new(Skill.Legal, 1)];

    /// <summary>A crisis call from the offer to the end of its wrap-up.</summary>
    protected async Task TakesOneAsync(StaffId op, Func<Task>? meanwhile = null)
    {
        var caller = await One.CallerWaitsAsync(Skill.Crisis);
        var talk = await One.TalkNowAsync(op, caller);
        if (meanwhile is not null) await meanwhile();
        await One.TellAsync(talk.CallerLeft, talk.CallerEnded);
        await One.Desks.FinishWrapUpAsync(op, caller.Call);
    }
}
