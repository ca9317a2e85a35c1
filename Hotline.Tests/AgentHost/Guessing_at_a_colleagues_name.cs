using System.Net;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Whoever guesses at a name locks it, but not for the browsers its owner has signed in with before: nobody is kept from her post that way.</summary>
internal sealed class Guessing_at_a_colleagues_name : OnStaffHosts
{
    private static async Task<HttpStatusCode> SignsInAsync(Colleague browser, string userName, string password = StaffHost.Password) =>
        (await browser.SendAsync(HttpMethod.Post, "/api/session", new { userName, password })).Status;

    private async Task LockAsync(string userName)
    {
        using var stranger = One.Nobody();
        for (var i = 0; i < 5; i++) await SignsInAsync(stranger, userName, "wrong-wrong-1");
        Assert.That(await SignsInAsync(stranger, userName), Is.EqualTo(HttpStatusCode.Locked), "not even with the right one");
    }

    [Test]
    public async Task Leaves_her_own_browser_open_to_her()
    {
        await One.HasStaffAsync("on-duty");
        using var own = await One.SignsInAsync("on-duty");
        await own.SendAsync(HttpMethod.Delete, "/api/session");
        await LockAsync("on-duty");
        Assert.That(await SignsInAsync(own, "ON-DUTY"), Is.EqualTo(HttpStatusCode.OK));
        using var there = own.At(Two);
        Assert.That(await SignsInAsync(there, "on-duty"), Is.EqualTo(HttpStatusCode.OK), "at every host");
    }

    [Test]
    public async Task Leaves_the_browser_she_shares_open_to_each_who_uses_it()
    {
        await One.HasStaffAsync("day-shift");
        await One.HasStaffAsync("night-shift");
        using var shared = await One.SignsInAsync("day-shift");
        Assert.That(await SignsInAsync(shared, "night-shift"), Is.EqualTo(HttpStatusCode.OK));
        await LockAsync("day-shift");
        await LockAsync("night-shift");
        Assert.That(await SignsInAsync(shared, "day-shift"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await SignsInAsync(shared, "night-shift"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_bounded_in_her_own_browser_too()
    {
        await One.HasStaffAsync("left-open");
        using var own = await One.SignsInAsync("left-open");
        for (var i = 0; i < 10; i++) Assert.That(await SignsInAsync(own, "left-open", "wrong-wrong-1"), Is.EqualTo(HttpStatusCode.Unauthorized), "its own five, and the five of any browser");
        Assert.That(await SignsInAsync(own, "left-open"), Is.EqualTo(HttpStatusCode.Locked));
    }

    [Test]
    public async Task Is_undone_by_an_administrator_with_a_new_password_in_her_own_browser_too()
    {
        var id = await One.HasStaffAsync("forgetful");
        await One.HasStaffAsync("at-three", roles: Core.Staff.Role.Administrator);
        using var own = await One.SignsInAsync("forgetful");
        for (var i = 0; i < 11; i++) await SignsInAsync(own, "forgetful", "wrong-wrong-1");
        Assert.That(await SignsInAsync(own, "forgetful"), Is.EqualTo(HttpStatusCode.Locked));
        using var administrator = await One.SignsInAsync("at-three");
        Assert.That((await administrator.SendAsync(HttpMethod.Post, $"/api/staff/{id}/password", new { password = "another-horse-8" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await SignsInAsync(own, "forgetful", "another-horse-8"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Is_not_helped_by_a_browser_that_knows_only_somebody_else()
    {
        await One.HasStaffAsync("insider");
        await One.HasStaffAsync("victim");
        using var insiders = await One.SignsInAsync("insider");
        await LockAsync("victim");
        Assert.That(await SignsInAsync(insiders, "victim"), Is.EqualTo(HttpStatusCode.Locked));
    }

    [Test]
    public async Task Is_not_helped_by_an_invented_mark()
    {
        await One.HasStaffAsync("marked");
        await LockAsync("marked");
        using var stranger = One.Nobody();
        var (status, _) = await stranger.SendAsync(HttpMethod.Post, "/api/session", new { userName = "marked", password = StaffHost.Password }, ("Cookie", "hotline-browser=invented"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Locked));
    }
}
