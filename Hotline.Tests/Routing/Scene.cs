using System.Text.Json.Nodes;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using NUnit.Framework;
using static Hotline.Tests.Routing.ScriptedRoutes;

namespace Hotline.Tests.Routing;

/// <summary>A hotline with one call in every state, and the means to damage its live state by hand.</summary>
internal sealed class Scene
{
    private Scene(Switchboard host) => Host = host;

    public Switchboard Host { get; }
    public CallTicket Waiting { get; private set; } = null!;
    public CallTicket Offered { get; private set; } = null!;
    public CallTicket Ringing { get; private set; } = null!;
    public CallTicket Talking { get; private set; } = null!;
    public CallTicket Written { get; private set; } = null!;
    public StaffId Rester { get; private set; }
    public StaffId OfferedTo { get; private set; }
    public StaffId RungAt { get; private set; }
    public StaffId Talker { get; private set; }
    public StaffId Writer { get; private set; }
    public long OfferToken { get; private set; }
    public long RingToken { get; private set; }

    /// <summary>Helps <see cref="Talker"/>; her telephone rings.</summary>
    public StaffId Helper { get; private set; }
    public long JoinToken { get; private set; }

    /// <summary>Legal calls are offered, rung, talked and written about; a crisis caller waits with nobody for her; a psychological operator is ready.</summary>
    public static async Task<Scene> SetAsync(Switchboard host)
    {
        host.Routes.Way = skill => To(new Lane("main", skill, 1), After(3_600_000, new Lane("region", skill, 1)));
        var scene = new Scene(host);
        scene.Writer = await host.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        scene.Written = await host.CallerWaitsAsync(Skill.Legal);
        await host.TellAsync((await host.TalkNowAsync(scene.Writer, scene.Written)).CallerLeft);
        scene.Talker = await host.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        scene.Talking = await host.CallerWaitsAsync(Skill.Legal);
        await host.TalkNowAsync(scene.Talker, scene.Talking);

        scene.RungAt = await host.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        scene.Ringing = await host.CallerWaitsAsync(Skill.Legal);
        scene.RingToken = (await host.DeskAsync(scene.RungAt)).Call!.Token;
        await host.Desks.AcceptAsync(scene.RungAt, scene.Ringing.Call, scene.RingToken, CancellationToken.None);
        await host.TellAsync(new CarrierStory(scene.Ringing, scene.RungAt, scene.RingToken, "CF-ring").OperatorJoined);

        scene.OfferedTo = await host.OperatorIsReadyAsync(new SkillLevel(Skill.Legal, 1));
        scene.Offered = await host.CallerWaitsAsync(Skill.Legal);
        scene.OfferToken = (await host.DeskAsync(scene.OfferedTo)).Call!.Token;

        scene.Waiting = await host.CallerWaitsAsync(Skill.Crisis);
        await host.OperatorIsReadyAsync(new SkillLevel(Skill.Psychological, 2));
        scene.Rester = await host.OperatorSitsDownAsync(new SkillLevel(Skill.Psychological, 1));
        await host.Desks.SetPresenceAsync(scene.Rester, Presence.Break, "tea");
        scene.Helper = await host.OperatorSitsDownAsync(new SkillLevel(Skill.Psychological, 1));
        await host.Joins.JoinAsync(scene.Helper, scene.Talking.Call, JoinMode.Party, _ => (true, true), CancellationToken.None);
        scene.JoinToken = host.Carrier.Joined.Last().Token;
        return scene;
    }

    public async Task ForgetTimerAsync(string entry) =>
        Assert.That(await Host.Database.SortedSetRemoveAsync(Host.Keys.Timers, entry), Is.True, $"{entry} was set");

    public async Task ChangeDeskAsync(StaffId staff, Action<JsonObject> change) => await ChangeAsync(Host.Keys.Desks, staff.ToString(), change);

    public async Task ChangeCallAsync(CallTicket call, Action<JsonObject> change) => await ChangeAsync(Host.Keys.Calls, call.Call.ToString(), change);

    private async Task ChangeAsync(StackExchange.Redis.RedisKey hash, string id, Action<JsonObject> change)
    {
        var record = JsonNode.Parse((string)(await Host.Database.HashGetAsync(hash, id))!)!.AsObject();
        change(record);
        await Host.Database.HashSetAsync(hash, id, record.ToJsonString());
    }
}
