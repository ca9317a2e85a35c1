using System.Net;
using Hotline.Core.Staff;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Administering_staff : OnStaffHosts
{
    [Test]
    public async Task Is_for_administrators()
    {
        await One.HasStaffAsync("op");
        using var op = await One.SignsInAsync("op");
        Assert.That((await op.SendAsync(HttpMethod.Get, "/api/staff")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await op.SendAsync(HttpMethod.Get, "/api/audit")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Makes_changes_and_lists_accounts_and_every_act_is_audited()
    {
        await One.HasStaffAsync("boss", roles: [Role.Administrator, Role.Auditor]);
        using var boss = await One.SignsInAsync("boss");
        var given = new { userName = "new.one", displayName = "新人", password = "long-enough-1", roles = new[] { "Operator" }, centre = "main", skills = new[] { new { skill = "legal", level = 1 } }, endpoint = "client:new_one" };
        var (created, made) = await boss.SendAsync(HttpMethod.Post, "/api/staff", given);
        Assert.That(created, Is.EqualTo(HttpStatusCode.Created));
        var id = made.GetProperty("id").GetString();
        Assert.That((await boss.SendAsync(HttpMethod.Post, "/api/staff", given)).Body.GetProperty("errors").TryGetProperty("userName", out _), Is.True);

        using (var first = await One.SignsInAsync("new.one", "long-enough-1"))
        {
            Assert.That((await boss.SendAsync(HttpMethod.Post, $"/api/staff/{id}/password", new { password = "another-long-2" })).Status, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That((await first.SendAsync(HttpMethod.Get, "/api/session")).Status, Is.EqualTo(HttpStatusCode.Unauthorized), "signed out by the new password");
        }
        using var again = await One.SignsInAsync("new.one", "another-long-2");

        Assert.That((await boss.GetAsync("/api/staff")).EnumerateArray().Select(m => m.GetProperty("userName").GetString()), Does.Contain("new.one"));
        var audit = (await boss.GetAsync("/api/audit?take=50")).GetProperty("items").EnumerateArray()
            .Where(a => a.GetProperty("subject").GetString() == $"staff/{id}").Select(a => a.GetProperty("action").GetString());
        Assert.That(audit, Is.EqualTo(new[] { "session.sign-in", "staff.password", "session.sign-in", "staff.create" }));
    }

    [Test]
    public async Task Bad_fields_are_named_with_what_is_allowed()
    {
        await One.HasStaffAsync("boss2", roles: Role.Administrator);
        using var boss = await One.SignsInAsync("boss2");
        var (status, problem) = await boss.SendAsync(HttpMethod.Post, "/api/staff", new { userName = "x y", password = "short", roles = new[] { "Queen" }, centre = "nowhere" });
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        var errors = problem.GetProperty("errors");
        Assert.That(errors.EnumerateObject().Select(e => e.Name), Is.EquivalentTo(new[] { "userName", "displayName", "password", "roles", "centre" }));
        Assert.That(errors.GetProperty("roles")[0].GetString(), Does.Contain("Supervisor"));
        Assert.That(errors.GetProperty("centre")[0].GetString(), Does.Contain("main"));
        Assert.That((await boss.SendAsync(HttpMethod.Put, $"/api/staff/{StaffId.New(TimeProvider.System)}",
            new { displayName = "x", roles = new[] { "Operator" }, centre = "main", enabled = true })).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
