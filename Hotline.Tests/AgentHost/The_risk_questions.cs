using System.Net;
using System.Text;
using System.Text.Json;
using Hotline.Agent.Calls;
using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Care;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Edited by an administrator, asked everywhere soon after; answers keep the words they were given to.</summary>
internal sealed class The_risk_questions : OnStaffHosts
{
    private const string Address = "/api/care/questions";

    private Colleague _admin = null!;

    [OneTimeSetUp]
    public async Task AnAdministrator()
    {
        await One.HasStaffAsync("asks-chief", roles: [Role.Administrator, Role.Auditor]);
        _admin = await One.SignsInAsync("asks-chief");
    }

    [OneTimeTearDown]
    public void Done() => _admin?.Dispose();

    private static JsonElement Wire(RiskQuestions form) => JsonDocument.Parse(PolicyJson.Write(form)).RootElement;

    private async Task<int> NewestAsync() => (await _admin.GetAsync(Address)).GetProperty("version").GetInt32();

    /// <summary>A new version, asked by both hosts.</summary>
    private async Task<int> AreNowAsync(RiskQuestions form)
    {
        var (status, saved) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = await NewestAsync(), form = Wire(form) });
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), saved.ToString());
        var version = saved.GetProperty("version").GetInt32();
        Assert.That(One.Services.GetRequiredService<RiskQuestionBook>().Current.Version, Is.EqualTo(version), "here at once");
        await Eventually.True(() => Two.Services.GetRequiredService<RiskQuestionBook>().Current.Version == version, "there at the next beat", TimeSpan.FromSeconds(30));
        return version;
    }

    private async Task<JsonElement> RefusedRawAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _admin.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
    }

    [Test]
    public async Task Are_there_from_the_start_and_each_save_is_a_version_that_is_audited()
    {
        var first = await _admin.GetAsync($"{Address}/versions/1");
        Assert.That((first.GetProperty("form").GetRawText(), first.GetProperty("savedBy").ValueKind), Is.EqualTo((Wire(ShippedQuestions.Read()).GetRawText(), JsonValueKind.Null)));
        var version = await AreNowAsync(Forms.WithMood);
        var newest = await _admin.GetAsync(Address);
        Assert.That((newest.GetProperty("form").GetRawText(), newest.GetProperty("savedBy").GetString()), Is.EqualTo((Wire(Forms.WithMood).GetRawText(), "员工asks-chief")));
        var versions = (await _admin.GetAsync($"{Address}/versions")).EnumerateArray().Select(v => v.GetProperty("version").GetInt32()).ToList();
        Assert.That(versions, Is.EqualTo(Enumerable.Range(1, version).Reverse()));
        Assert.That((await _admin.SendAsync(HttpMethod.Get, $"{Address}/versions/999")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        var audited = (await _admin.GetAsync("/api/audit")).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("subject").GetString() == $"care/questions/{version}");
        Assert.That((audited.GetProperty("action").GetString(), audited.GetProperty("reason").GetString()), Is.EqualTo(("care.questions.save", $"from version {version - 1}")));
    }

    [Test]
    public async Task Saved_upon_an_older_version_are_not_and_the_newer_one_is_shown()
    {
        var from = await NewestAsync();
        var theirs = await AreNowAsync(Forms.WithMood.With(10, q => q with { En = "Theirs" }));
        var (status, newer) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, form = Wire(Forms.WithMood.With(10, q => q with { En = "Mine" })) });
        Assert.That((status, newer.GetProperty("version").GetInt32(), newer.GetProperty("form").GetProperty("questions")[10].GetProperty("en").GetString()),
            Is.EqualTo((HttpStatusCode.Conflict, theirs, "Theirs")));
        Assert.That(await NewestAsync(), Is.EqualTo(theirs));
    }

    [Test]
    public async Task With_something_wrong_are_refused_naming_its_path_checked_or_saved_and_nothing_is_kept()
    {
        var from = await NewestAsync();
        var wrong = Wire(Forms.WithMood.With(10, q => q with { En = " ", Answers = [q.Answers[1]] }));
        const string faults = """{"faults":[{"path":"questions[10].en","code":"required","values":{}},{"path":"questions[10].answers","code":"out-of-range","values":{"least":"2","most":"8","was":"1"}},{"path":"questions[10].answers","code":"needs-unknown","values":{}}]}""";
        Assert.That((await _admin.SendAsync(HttpMethod.Post, $"{Address}/check", wrong)).Body.GetRawText(), Is.EqualTo(faults));
        var (status, refused) = await _admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, form = wrong });
        Assert.That((status, refused.GetRawText()), Is.EqualTo((HttpStatusCode.UnprocessableEntity, faults)));
        Assert.That((await _admin.SendAsync(HttpMethod.Post, $"{Address}/check", Wire(Forms.WithMood))).Body.GetRawText(), Is.EqualTo("""{"faults":[]}"""));

        Assert.That((await RefusedRawAsync(HttpMethod.Put, Address, """{"basedOn":1,"form":{"questions":[{"code":5}]}}""")).TryGetProperty("questions[0].code", out _), Is.True);
        Assert.That((await RefusedRawAsync(HttpMethod.Put, Address, """{"basedOn":"1","form":{}}""")).TryGetProperty("basedOn", out _), Is.True);
        Assert.That((await RefusedRawAsync(HttpMethod.Put, Address, """{"basedOn":-1,"form":{}}""")).TryGetProperty("basedOn", out _), Is.True);
        Assert.That((await RefusedRawAsync(HttpMethod.Put, Address, """{"basedOn":1}""")).TryGetProperty("form", out _), Is.True);
        Assert.That((await RefusedRawAsync(HttpMethod.Post, $"{Address}/check", """{"questions":[{"answers":[{"meanig":"none"}]}]}""")).TryGetProperty("questions[0].answers[0].meanig", out _), Is.True);
        Assert.That((await RefusedRawAsync(HttpMethod.Post, $"{Address}/check", "not json")).TryGetProperty("form", out _), Is.True);
        Assert.That(await NewestAsync(), Is.EqualTo(from));
    }

    [Test]
    public async Task Are_edited_by_administrators_alone()
    {
        foreach (var role in new[] { Role.Operator, Role.Counsellor, Role.Supervisor, Role.Manager, Role.Auditor })
        {
            await One.HasStaffAsync($"asks-{role}".ToLowerInvariant(), roles: role);
            using var colleague = await One.SignsInAsync($"asks-{role}".ToLowerInvariant());
            foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/versions"), (HttpMethod.Get, "/versions/1"), (HttpMethod.Post, "/check"), (HttpMethod.Put, "") })
                Assert.That((await colleague.SendAsync(method, Address + path, method == HttpMethod.Get ? null : new { basedOn = 1 })).Status, Is.EqualTo(HttpStatusCode.Forbidden), $"{role} {method} {path}");
        }
    }

    [Test]
    public async Task Answers_stay_in_the_words_they_were_given_to_and_a_call_goes_on_by_the_version_it_began_with()
    {
        await Redis.FlushAllAsync();
        const string number = "+8613820000011";
        await One.HasStaffAsync("asks-one");
        using var her = await One.SignsInAsync("asks-one");
        await using var console = await her.OpensConsoleAsync();
        var old = await AreNowAsync(Forms.WithMood);
        var first = await TakesARecordedCallAsync(her, console, number);
        var answers = await AnswersAsync(her, first, new { version = 0, questions = old, answers = new { mood = "bad" } });
        Assert.That((answers.GetProperty("questions").GetInt32(), Words(answers)), Is.EqualTo((old, new[] { "心情：很差" })));
        Assert.That((await her.GetAsync($"/api/care/calls/{first}")).GetProperty("risk").GetProperty("level").GetString(), Is.EqualTo("Raised"), "what the answer means");

        // Meanwhile the question is worded otherwise, its answer is another one, and a question goes.
        var next = await AreNowAsync(ShippedQuestions.Read() with
        {
            Questions = [.. ShippedQuestions.Read().Questions.Where(q => q.Code != "alone"), Forms.Mood with { Zh = "情绪", Answers = [Forms.Mood.Answers[0], Forms.Mood.Answers[1] with { Zh = "低落" }] }],
        });
        answers = (await her.GetAsync($"/api/care/calls/{first}")).GetProperty("answers");
        Assert.That((answers.GetProperty("questions").GetInt32(), Words(answers)), Is.EqualTo((old, new[] { "心情：很差" })), "this call goes on as it began");
        answers = await AnswersAsync(her, first, new { version = 1, questions = old, answers = new { mood = "bad", alone = "yes" } });
        Assert.That(Words(answers), Is.EqualTo(new[] { "心情：很差", "独自一人：一个人" }));

        await Redis.FlushAllAsync();
        await One.HasStaffAsync("asks-two");
        using var colleague = await One.SignsInAsync("asks-two");
        await using var hers = await colleague.OpensConsoleAsync();
        var second = await TakesARecordedCallAsync(colleague, hers, number);
        answers = (await colleague.GetAsync($"/api/care/calls/{second}")).GetProperty("answers");
        Assert.That((answers.GetProperty("ofThisCall").GetBoolean(), answers.GetProperty("questions").GetInt32()), Is.EqualTo((false, next)), "the next call is asked the newest");
        Assert.That(Words(answers), Is.EqualTo(new[] { "心情：很差", "独自一人：一个人" }), "and what was said then stays as it was said");
        Assert.That(answers.GetProperty("asked").EnumerateArray().Select(q => q.GetProperty("code").GetString()), Does.Contain("mood").And.Not.Contain("alone"));

        var (status, refused) = await colleague.SendAsync(HttpMethod.Put, $"/api/care/calls/{second}/answers", new { version = 2, questions = next, answers = new { alone = "yes" } });
        Assert.That((status, refused.GetProperty("errors").TryGetProperty("answers.alone", out _)), Is.EqualTo((HttpStatusCode.BadRequest, true)));
        (status, refused) = await colleague.SendAsync(HttpMethod.Put, $"/api/care/calls/{second}/answers", new { version = 2, questions = 999, answers = new { mood = "bad" } });
        Assert.That((status, refused.GetProperty("errors").TryGetProperty("questions", out _)), Is.EqualTo((HttpStatusCode.BadRequest, true)));
        // Whatever else is wrong with it, somebody is in danger.
        (status, _) = await colleague.SendAsync(HttpMethod.Put, $"/api/care/calls/{second}/answers", new { version = 2, questions = next, answers = new { weapon = "yes", alone = "yes" } });
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await One.Services.GetRequiredService<Escalations>().ReadAsync())!.Escalations.Select(e => e.Call?.ToString()), Does.Contain(second));
    }

    [Test]
    public async Task A_call_on_her_desk_is_known_as_hers_without_the_record_once_she_has_accepted_it()
    {
        await Redis.FlushAllAsync();
        var id = await One.HasStaffAsync("asks-alone");
        using var her = await One.SignsInAsync("asks-alone");
        await using var console = await her.OpensConsoleAsync();
        var who = new Who(id, "main", new HashSet<Role> { Role.Operator });
        var whose = new WhoseCall(null!, One.Services.GetRequiredService<Desks>());
        await console.AskAsync("SetPresence", "Ready", null);
        var call = (await Two.CallerWaitsAsync("+8613820000012")).Call;
        await console.SeesDeskAsync(d => d.GetProperty("state").GetString() == "Offered", "an offer");
        Assert.That(await whose.OnHerDeskAsync(call, who), Is.Null, "offered");
        await console.AskAsync("Accept", call.ToString(), console.Desk!.Value.GetProperty("offer").GetProperty("token").GetInt64());
        Assert.That(await whose.OnHerDeskAsync(call, who), Is.EqualTo(new Whose(id, "main")));
        Assert.That(await whose.OnHerDeskAsync(CallId.New(TimeProvider.System), who), Is.Null, "another call");
    }

    private static string[] Words(JsonElement answers) =>
        [.. answers.GetProperty("given").EnumerateArray().Select(g => $"{g.GetProperty("zh").GetString()}：{g.GetProperty("answerZh").GetString()}")];

    private static async Task<JsonElement> AnswersAsync(Colleague who, string call, object body)
    {
        var (status, answer) = await who.SendAsync(HttpMethod.Put, $"/api/care/calls/{call}/answers", body);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), answer.ToString());
        return answer.GetProperty("answers");
    }
}
