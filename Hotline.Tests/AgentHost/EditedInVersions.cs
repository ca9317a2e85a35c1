using System.Net;
using System.Text;
using System.Text.Json;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>What holds of every document that administrators edit as a whole: each save is a version, and the newest is the one in force at every host.</summary>
internal abstract class EditedInVersions : OnStaffHosts
{
    protected abstract string Address { get; }

    /// <summary>The field the document comes in.</summary>
    protected abstract string Field { get; }

    /// <summary>In the audit, followed by the version.</summary>
    protected abstract string Subject { get; }
    protected abstract string Act { get; }

    protected abstract JsonElement Example { get; }
    protected abstract JsonElement Another { get; }

    protected Colleague Admin { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task AnAdministrator()
    {
        await One.HasStaffAsync("chief", roles: [Role.Administrator, Role.Auditor]);
        Admin = await One.SignsInAsync("chief");
    }

    [OneTimeTearDown]
    public void Done() => Admin?.Dispose();

    protected abstract int InForceAt(StaffHost host);

    protected abstract void CheckFirst(JsonElement document);

    /// <summary>Bodies that cannot be read, and the path each is refused by.</summary>
    protected abstract IEnumerable<(HttpMethod Method, string Address, string Body, string Path)> Unreadable();

    protected async Task<int> NewestAsync() => (await Admin.GetAsync(Address)).GetProperty("version").GetInt32();

    protected Task<(HttpStatusCode Status, JsonElement Body)> SaveAsync(int basedOn, JsonElement document) =>
        Admin.SendAsync(HttpMethod.Put, Address, new Dictionary<string, object> { ["basedOn"] = basedOn, [Field] = document });

    /// <summary>A new version, in force at both hosts.</summary>
    protected async Task<int> IsNowAsync(JsonElement document)
    {
        var (status, saved) = await SaveAsync(await NewestAsync(), document);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), saved.ToString());
        var version = saved.GetProperty("version").GetInt32();
        Assert.That(InForceAt(One), Is.EqualTo(version), "here at once");
        await Eventually.True(() => InForceAt(Two) == version, "there at the next beat", TimeSpan.FromSeconds(30));
        return version;
    }

    [Test]
    public async Task Is_there_from_the_start()
    {
        var first = await Admin.GetAsync($"{Address}/versions/1");
        Assert.That((first.GetProperty("version").GetInt32(), first.GetProperty("savedBy").ValueKind), Is.EqualTo((1, JsonValueKind.Null)));
        CheckFirst(first.GetProperty(Field));
    }

    [Test]
    public async Task Each_save_is_a_version_that_is_in_force_everywhere_soon_and_is_audited()
    {
        var from = await NewestAsync();
        var version = await IsNowAsync(Example);
        Assert.That(version, Is.EqualTo(from + 1));
        var newest = await Admin.GetAsync(Address);
        Assert.That(newest.GetProperty(Field).GetRawText(), Is.EqualTo(Example.GetRawText()), "as it was given");
        Assert.That(newest.GetProperty("savedBy").GetString(), Is.EqualTo("员工chief"));
        var versions = (await Admin.GetAsync($"{Address}/versions")).EnumerateArray().Select(v => v.GetProperty("version").GetInt32()).ToList();
        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, version).Reverse()));
        Assert.That((await Admin.GetAsync($"{Address}/versions/{from}")).GetProperty("version").GetInt32(), Is.EqualTo(from));
        Assert.That((await Admin.SendAsync(HttpMethod.Get, $"{Address}/versions/999")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var audited = (await Admin.GetAsync("/api/audit")).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("subject").GetString() == $"{Subject}/{version}");
        Assert.That((audited.GetProperty("action").GetString(), audited.GetProperty("reason").GetString()), Is.EqualTo((Act, $"from version {from}")));
    }

    [Test]
    public async Task Somebody_who_saves_upon_an_older_version_is_shown_the_newer_one()
    {
        var from = await NewestAsync();
        var theirs = await IsNowAsync(Another);
        var (status, newer) = await SaveAsync(from, Example);
        Assert.That((status, newer.GetProperty("version").GetInt32(), newer.GetProperty(Field).GetRawText()), Is.EqualTo((HttpStatusCode.Conflict, theirs, Another.GetRawText())));
        Assert.That(await NewestAsync(), Is.EqualTo(theirs));
    }

    [Test]
    public async Task In_a_form_that_cannot_be_read_is_refused_by_the_fields_path_and_nothing_is_kept()
    {
        var from = await NewestAsync();
        foreach (var (method, address, body, path) in Unreadable().Concat(
        [
            (HttpMethod.Put, Address, $$$"""{"basedOn":"1","{{{Field}}}":{}}""", "basedOn"),
            (HttpMethod.Put, Address, $$$"""{"basedOn":-1,"{{{Field}}}":{}}""", "basedOn"),
            (HttpMethod.Put, Address, "not json", Field),
        ]))
        {
            using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await Admin.Http.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), body);
            var errors = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
            Assert.That(errors.EnumerateObject().Select(e => e.Name), Is.EqualTo(new[] { path }), body);
        }
        Assert.That(await NewestAsync(), Is.EqualTo(from));
    }
}
