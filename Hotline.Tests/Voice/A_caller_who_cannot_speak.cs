using Hotline.Api.Voice;
using Hotline.Core.Staff;
using Hotline.Core.Starting;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class A_caller_who_cannot_speak : OnVoiceHost
{
    private const string Offer = "如果您现在不方便说话,请按1。", Safe = "您现在安全吗?安全请按1,不安全请按2。", NotAlone = "您身边有别人吗?有请按1,没有请按2。";

    [Test]
    public async Task Is_asked_whether_she_can_speak_at_first_and_now_and_then()
    {
        var (leg, heard) = await Host.CallerChoosesAsync(null);
        var asked = new List<bool>();
        for (var loop = 0; loop < 13; loop++)
        {
            asked.Add(heard.Spoken.Contains(Offer, StringComparison.Ordinal));
            heard = await Host.AskAsync(heard.Next, leg);
        }
        Assert.That(asked.Select((was, loop) => (was, loop)).Where(a => a.was).Select(a => a.loop), Is.EqualTo(new[] { 0, 6, 12 }));
    }

    [Test]
    public async Task Is_not_anybody_who_pressed_a_key_in_the_menu()
    {
        var (leg, heard) = await Host.CallerChoosesAsync("2");
        Assert.That(heard.Spoken, Does.Not.Contain(Offer));
        Assert.That((await Host.AskAsync(heard.OnKey, leg, "1")).Spoken, Does.Not.Contain(Safe), "her 1 means nothing");
    }

    [Test]
    public async Task Answers_one_question_per_loop_and_each_repetition_of_a_request_counts_once()
    {
        var (leg, heard) = await Host.CallerChoosesAsync(null);
        var first = await Host.AskAsync(heard.OnKey, leg, "1");
        var again = await Host.AskAsync(heard.OnKey, leg, "1");
        Assert.That(first.Spoken, Does.StartWith("好的,您不用说话。").And.EndWith(Safe));
        Assert.That((again.Spoken, again.Next), Is.EqualTo((first.Spoken, first.Next)), "the same request, the same answer: no question is answered by it");

        var second = await Host.AskAsync(first.OnKey, leg, "2");
        Assert.That((await Host.AskAsync(first.OnKey, leg, "2")).Next, Is.EqualTo(second.Next));
        Assert.That(second.Spoken, Is.EqualTo(NotAlone));

        var desk = (await Host.Desks.ReadAsync(await Host.OperatorIsReadyAsync(Skill.Psychological)))!;
        Assert.That(desk.Call!.Quiet, Is.True);
        Assert.That(desk.Call.KeyAnswers.Select(a => (a.Question, a.Yes, a.Danger)), Is.EqualTo(new[] { ("safe", false, true) }));
    }

    [Test]
    public async Task Who_presses_nothing_hears_every_question_once_then_comfort_and_keeps_her_place_and_her_crisis_key()
    {
        await Host.CallerChoosesAsync("2");
        var (leg, heard) = await Host.CallerChoosesAsync(null);
        heard = await Host.AskAsync(heard.OnKey, leg, "1");
        var questions = new List<string>();
        for (var loop = 0; loop < 8; loop++)
        {
            Assert.That(heard.Verbs, Is.EqualTo(["Gather", "Redirect"]));
            questions.Add(heard.Spoken.Split('|')[^1]);
            heard = await Host.AskAsync(heard.Next, leg);
        }
        Assert.That(questions.Where(q => q.Contains("请按2", StringComparison.Ordinal)).Distinct().Count(), Is.EqualTo(5));
        Assert.That(questions.Skip(5), Has.None.Contain("请按2"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["psychological"] = 2 }));

        var crisis = await Host.AskAsync(heard.OnKey, leg, "0");
        Assert.That(crisis.Spoken, Does.StartWith("正在为您转接危机干预"));
        Assert.That(await Host.WaitingAsync(), Is.EqualTo(new Dictionary<string, int> { ["psychological"] = 1, ["crisis"] = 1 }));
    }

    [Test]
    public async Task Is_known_again_after_a_wiped_live_state()
    {
        var (leg, heard) = await Host.CallerChoosesAsync(null);
        heard = await Host.AskAsync(heard.OnKey, leg, "1");
        await Redis.FlushAllAsync();
        heard = await Host.AskAsync(heard.Next, leg);
        Assert.That(heard.Spoken, Does.EndWith(NotAlone), "the question after the one she did not answer");
        Assert.That((await Host.Desks.ReadAsync(await Host.OperatorIsReadyAsync(Skill.Psychological)))!.Call!.Quiet, Is.True);
    }

    [Test]
    public void Hears_no_word_that_names_violence()
    {
        foreach (var (text, where) in new[] { (File.ReadAllText(Shipped("questions.json")), "questions"), (File.ReadAllText(Shipped("prompts.json")), "prompts") })
        {
            var spoken = System.Text.RegularExpressions.Regex.Matches(text, "\"text\": \"([^\"]*)\"").Select(m => m.Groups[1].Value)
                .Where(t => where == "questions" || t.Contains("不方便说话", StringComparison.Ordinal) || t.Contains("不用说话", StringComparison.Ordinal)).ToArray();
            Assert.That(spoken, Has.Length.EqualTo(where == "questions" ? 5 : 2));
            foreach (var word in new[] { "暴力", "家暴", "打", "报警", "警察", "110", "丈夫", "他" }) Assert.That(spoken, Has.None.Contain(word), word);
        }
    }

    [TestCase("""{ "questions": [ { "code": "Safe", "label": "安全", "labelEnglish": "Safe", "text": "好", "voice": "v", "language": "cmn-CN" } ] }""", "questions[0].code must be")]
    [TestCase("""{ "questions": [ { "code": "a", "label": "", "labelEnglish": "Safe", "text": "好", "voice": "v", "language": "cmn-CN" } ] }""", "questions[0].label must be 1 to 40")]
    [TestCase("""{ "questions": [ { "code": "a", "label": "安全", "labelEnglish": "Safe", "danger": "2", "text": "好", "voice": "v", "language": "cmn-CN" } ] }""", "questions[0].danger must be yes, no or left out")]
    [TestCase("""{ "questions": [ { "code": "a", "label": "安全", "labelEnglish": "Safe" } ] }""", "questions[0].text or play")]
    [TestCase("""{ "questions": [ { "code": "a", "label": "安全", "labelEnglish": "Safe", "text": "好" } ] }""", "questions[0].voice and language")]
    [TestCase("""{ "questions": [ { "code": "a", "label": "安全", "labelEnglish": "Safe", "play": "a.mp3" } ] }""", "questions[0].play must be an absolute")]
    [TestCase("""{ "questions": [ null ] }""", "questions[0].code is missing")]
    [TestCase("""{ }""", "questions must be a list of at most 5")]
    [TestCase("""[]""", "the file must be")]
    public void Questions_that_are_wrong_stop_the_start_naming_the_field(string text, string told) =>
        Assert.That(() => QuietQuestions.Parse(text), Throws.InstanceOf<BadSettingException>().With.Message.Contains(told).And.Message.StartsWith(QuietQuestions.Key));

    [Test]
    public void Questions_of_an_installation_may_be_fewer_recordings_or_none()
    {
        var own = QuietQuestions.Parse("""{ "questions": [ { "code": "a", "label": "安全", "labelEnglish": "Safe", "danger": "yes", "play": "https://media.test/a.mp3" } ] }""");
        Assert.That(own.Next("", [])!.Value.Sound, Is.EqualTo(new Core.Telephony.Twilio.Play("https://media.test/a.mp3")));
        Assert.That((own.Answer("a", "1")!.Danger, own.Answer("a", "2")!.Danger, own.Answer("a", "9"), own.Answer("b", "1")), Is.EqualTo((true, false, (Core.Agents.KeyAnswer?)null, (Core.Agents.KeyAnswer?)null)));
        Assert.That(QuietQuestions.Parse("""{ "questions": [] }""").Next("", []), Is.Null);
    }

    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "Voice", name);
}
