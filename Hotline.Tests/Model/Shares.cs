using Hotline.Core.Routing;
using Hotline.Tests.Routing;
using static Hotline.Tests.Model.LiveReading;

namespace Hotline.Tests.Model;

/// <summary>What one number may have: so many calls at their places at once, and a block that only stands it back.</summary>
internal static class Shares
{
    /// <summary>Of the play's policy.</summary>
    public const int PerNumber = 1;

    public static readonly DateTimeOffset Past = TimeProvider.System.GetUtcNow().AddMinutes(-1), Future = Past.AddHours(2);

    /// <summary>A block that is so already is not written.</summary>
    public static Play Block(Switchboard host, string key, DateTimeOffset? until, LiveReading live)
    {
        var same = live.Numbers.TryGetValue(key, out var number) && number.TryGetProperty("blocked", out var blocked)
            ? until is { } end && blocked.GetDouble() == end.ToUnixTimeMilliseconds()
            : until is null;
        return new(async () => (await host.Live.MarkAsync([new LiveMark.Block(key, until)])).ToString(System.Globalization.CultureInfo.InvariantCulture), same ? "0" : "1", Changes: false);
    }

    /// <summary>When she first comes into a lane: beyond her number's share she stands back, and if it is blocked at that moment.</summary>
    public static Func<LiveReading, LiveReading, string?>? Judge(LogModel model, string id)
    {
        if (model.Call(id) is not { State: "Greeted", Number.Length: > 0 } c) return null;
        var others = model.Calls.Values.Count(o => o.Id != id && !o.Missing && o is { Over: false, Booked: false, EndedOnce: false, Restored: false } && o.State != "Greeted" && o.Number == c.Number);
        return (before, now) =>
        {
            if (!now.Calls.TryGetValue(id, out var call) || !call.TryGetProperty("from", out _)) return null;
            if (Number(call, "flood") > 0 != others >= PerNumber) return $"call {id} stands back {Number(call, "flood")} ms beside {others} of its number";
            var blocked = before.Numbers.TryGetValue(c.Number, out var number) && Number(number, "blocked") > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            return Number(call, "blocked") > 0 == blocked ? null : $"call {id} is {(blocked ? "not " : "")}stood back by a block";
        };
    }
}
