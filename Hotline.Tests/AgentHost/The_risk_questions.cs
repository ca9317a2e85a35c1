using System.Net;
using System.Text.Json;
using Hotline.Agent.Calls;
using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Crisis;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Care;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Edited by an administrator, asked everywhere soon after; answers keep the words they were given to.</summary>
internal sealed class The_risk_questions : EditedInVersions
{
    protected override string Address => "/api/care/questions";
    protected override string Field => "form";
    protected override string Subject => "care/questions";
    protected override string Act => "care.questions.save";
    protected override JsonElement Example => Wire(Forms.WithMood);
    protected override JsonElement Another => Wire(Forms.WithMood.With(10, q => q with { En = "Theirs" }));

    protected override int InForceAt(StaffHost host) => host.Services.GetRequiredService<RiskQuestionBook>().Current.Version;

    protected override void CheckFirst(JsonElement document) => Assert.That(document.GetRawText(), Is.EqualTo(Wire(ShippedQuestions.Read()).GetRawText()));

    protected override IEnumerable<(HttpMethod Method, string Address, string Body, string Path)> Unreadable() =>
    [
        (HttpMethod.Put, Address, """{"basedOn":1,"form":{"questions":[{"code":5}]}}""", "questions[0].code"),
        (HttpMethod.Put, Address, """{"basedOn":1}""", "form"),
        (HttpMethod.Post, $"{Address}/check", """{"questions":[{"answers":[{"meanig":"none"}]}]}""", "questions[0].answers[0].meanig"),
        (HttpMethod.Post, $"{Address}/check", "not json", "form"),
    ];

    private static JsonElement Wire(RiskQuestions form) => JsonDocument.Parse(PolicyJson.Write(form)).RootElement;

    [Test]
    public async Task With_something_wrong_are_refused_naming_its_path_checked_or_saved_and_nothing_is_kept()
    {
        var from = await NewestAsync();
        var wrong = Wire(Forms.WithMood.With(10, q => q with { En = " ", Answers = [q.Answers[1]] }));
        const string faults = """{"faults":[{"path":"questions[10].en","code":"required","values":{}},{"path":"questions[10].answers","code":"out-of-range","values":{"least":"2","most":"8","was":"1"}},{"path":"questions[10].answers","code":"needs-unknown","values":{}}]}""";
        Assert.That((await Admin.SendAsync(HttpMethod.Post, $"{Address}/check", wrong)).Body.GetRawText(), Is.EqualTo(faults));
        var (status, refused) = await Admin.SendAsync(HttpMethod.Put, Address, new { basedOn = from, form = wrong });
        Assert.That((status, refused.GetRawText()), Is.EqualTo((HttpStatusCode.UnprocessableEntity, faults)));
        Assert.That((await Admin.SendAsync(HttpMethod.Post, $"{Address}/check", Example)).Body.GetRawText(), Is.EqualTo("""{"faults":[]}"""));
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
        var old = await IsNowAsync(Example);
        var first = await TakesARecordedCallAsync(her, console, number);
        var answers = await AnswersAsync(her, first, new { version = 0, questions = old, answers = new { mood = "bad" } });
        Assert.That((answers.GetProperty("questions").GetInt32(), Words(answers)), Is.EqualTo((old, new[] { "心情：很差" })));
        Assert.That((await her.GetAsync($"/api/care/calls/{first}")).GetProperty("risk").GetProperty("level").GetString(), Is.EqualTo("Raised"), "what the answer means");

        // Meanwhile the question is worded otherwise, its answer is another one, and a question goes.
        var next = await IsNowAsync(Wire(ShippedQuestions.Read() with
        {
            Questions = [.. ShippedQuestions.Read().Questions.Where(q => q.Code != "alone"), Forms.Mood with { Zh = "情绪", Answers = [Forms.Mood.Answers[0], Forms.Mood.Answers[1] with { Zh = "低落" }] }],
        }));
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
