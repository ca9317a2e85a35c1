using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>An operator at her desk.</summary>
internal sealed class Operator(CarriedHotline hotline, StaffId staff, string endpoint)
{
    public StaffId Staff => staff;

    public string Endpoint => endpoint;

    public async Task<Desk> DeskAsync() => await hotline.Desks.ReadAsync(staff) ?? throw new InvalidOperationException("No such desk, or no live state.");

    public Task<DeskOutcome> WishesAsync(Presence wish) => hotline.Desks.SetPresenceAsync(staff, wish, null);

    public async Task<Desk> SeesAsync(TimeSpan? within, params DeskState[] states)
    {
        Desk? desk = null;
        await Eventually.True(async () => (desk = await hotline.Desks.ReadAsync(staff)) is { } now && states.Contains(now.State),
            $"{endpoint} is {string.Join(" or ", states)}", within);
        return desk!;
    }

    public Task<Desk> SeesAsync(params DeskState[] states) => SeesAsync(null, states);

    /// <summary>Waits for an offer and accepts it.</summary>
    public async Task<DeskCall> AcceptsAsync()
    {
        var offer = (await SeesAsync(DeskState.Offered)).Call!;
        Assert.That(await hotline.Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None), Is.EqualTo(OfferOutcome.Done));
        return offer;
    }

    /// <summary>As soon as there is one, if there is one. False: it was gone before.</summary>
    public async Task<bool> TriesToAcceptAsync(Func<Task<bool>> noMore)
    {
        while (true)
        {
            if (await hotline.Desks.ReadAsync(staff) is { State: DeskState.Offered, Call: { } offer })
                return await hotline.Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None) == OfferOutcome.Done;
            if (await noMore()) return false;
            await Task.Delay(5);
        }
    }

    public Task<CallOutcome> EndsAsync(CallId call) => hotline.Desks.EndAsync(staff, call, CancellationToken.None);

    public Task<CallOutcome> FinishesAsync(CallId call) => hotline.Desks.FinishWrapUpAsync(staff, call);
}
