using Hotline.Core.Agents;
using Hotline.Core.Routing;
using Hotline.Core.Staff;

namespace Hotline.Tests.Routing;

/// <summary>What callers, operators, the carrier and the timers may do at any moment; each number is one command.</summary>
internal static class RandomCommands
{
    public static readonly SkillLevel[][] Skilled =
    [
        [new(Skill.Legal, 1)], [new(Skill.Legal, 3), new(Skill.Psychological, 2)], [new(Skill.Crisis, 2)],
        [new(Skill.Crisis, 1), new(Skill.Psychological, 1), new(Skill.Legal, 2)],
    ];

    private static readonly Skill[] Skills = [Skill.Legal, Skill.Psychological, Skill.Crisis];

    public static async Task PlayAsync(Switchboard host, int n, List<StaffId> operators, List<CallTicket> callers)
    {
        var stop = CancellationToken.None;
        var op = operators[n / 16 % operators.Count];
        var caller = callers[n / 64 % callers.Count];
        var skill = Skills[n / 512 % 3];
        var desk = await host.Desks.ReadAsync(op);
        var story = desk?.Call is { } on && callers.Find(c => c.Call == on.Call) is { } ticket ? new CarrierStory(ticket, op, on.Token, $"CF{on.Token}") : null;
        switch (n % 16)
        {
            case 0 or 1: await host.Flow.EnterAsync(caller, skill, EnteredBy.Key, stop); break;
            case 2: await host.Flow.EnterAsync(caller, Skill.Crisis, EnteredBy.CrisisKey, stop); break;
            case 3: await host.Flow.EnterAsync(caller, skill, EnteredBy.Again, stop); break;
            case 4 or 5: await host.Desks.SetPresenceAsync(op, Presence.Ready, null); break;
            case 6: await host.Desks.SetPresenceAsync(op, n / 4096 % 2 == 0 ? Presence.Break : Presence.Off, "test"); break;
            case 7 or 8: if (desk?.Call is { } offered) await host.Desks.AcceptAsync(op, offered.Call, offered.Token, stop); break;
            case 9: if (desk?.Call is { } unwanted) await host.Desks.DeclineAsync(op, unwanted.Call, unwanted.Token, "test"); break;
            case 10: if (story is not null) await host.Flow.TellAsync(story.OperatorJoined, stop); break;
            case 11: if (story is not null) await host.Flow.TellAsync(story.CallerJoined, stop); break;
            case 12: if (story is not null) await host.Flow.TellAsync(story.Whole[n / 4096 % story.Whole.Length], stop); break;
            case 13: if (desk?.Call is { } held) await host.Desks.FinishWrapUpAsync(op, held.Call); break;
            case 14: await host.Desks.KeepAsync(op, "main", Skilled[n / 4096 % Skilled.Length], "sip:x@desk.test"); break;
            default: await FireAsync(host, n); break;
        }
    }

    // A claimed timer is fired whenever its node gets to it: also early, late and twice.
    private static async Task FireAsync(Switchboard host, int n)
    {
        var entries = await host.Database.SortedSetRangeByRankAsync(host.Keys.Timers);
        if (entries.Length > 0) await host.Live.FireTimerAsync((string)entries[n / 16 % entries.Length]!, null);
    }
}
