using Dapper;
using Hotline.Api.Voice;
using Hotline.Core.Agents;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Care.Sql;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

/// <summary>The telephone we dialled for a booked call-back was answered, and the carrier says by what.</summary>
internal sealed class A_machine_answers_for_her : OnVoiceHost
{
    private const string Sentence = "我是小王,您要的书到了";
    private const string AtItsEnd = "machine_end_beep";
    private static readonly string[] Asked = ["Pause", "Gather", "Gather", "Say", "Hangup"], Nothing = ["Hangup"];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static SafeContactRules Rule(VoicemailRule voicemail) => new(
        true, false, false, voicemail, [ContactWindow.Always], ContactAnswerer.Herself, null, null, null, Sentence, Now.AddDays(-1), Now.AddDays(1));

    [TestCase("human", ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase("unknown", ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase("", ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase(null, ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase("somebody-new", ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase("not-a-machine_start", ExpectedResult = nameof(WhoAnswered.Person))]
    [TestCase("machine_start", ExpectedResult = nameof(WhoAnswered.Machine))]
    [TestCase("machine_of_another_kind", ExpectedResult = nameof(WhoAnswered.Machine))]
    [TestCase("fax", ExpectedResult = nameof(WhoAnswered.Machine))]
    [TestCase("machine_end_beep", ExpectedResult = nameof(WhoAnswered.RecordingMachine))]
    [TestCase("machine_end_silence", ExpectedResult = nameof(WhoAnswered.RecordingMachine))]
    [TestCase("machine_end_other", ExpectedResult = nameof(WhoAnswered.RecordingMachine))]
    public string In_doubt_is_a_person(string? told) => AnsweredBy.Of(told).ToString();

    [TestCase("human")]
    [TestCase("unknown")]
    [TestCase(null)]
    [TestCase("somebody-new")]
    public async Task A_person_or_nobody_knows_who_is_asked_for_one(string? told)
    {
        var dialled = await DialledAsync();
        var asked = await AnsweredAsync(dialled, told);
        Assert.That(asked.Verbs, Is.EqualTo(Asked));
        Assert.That(asked.Spoken, Does.StartWith("您好,这里是您预约的回电"));
        Assert.That((await DeskAsync()).Call?.Call, Is.EqualTo(dialled.Call), "her operator waits for her");
        var joins = await AnsweredAsync(dialled, told, "1", asked.OnKey);
        Assert.That(joins.Document.Descendants("Conference").Single().Value, Is.EqualTo(dialled.Call.ToString()));
    }

    [TestCase("machine_start")]
    [TestCase("machine_end_beep")]
    [TestCase("machine_end_silence")]
    [TestCase("machine_end_other")]
    [TestCase("fax")]
    public async Task A_machine_hears_nothing_where_she_only_pressed_a_key(string told)
    {
        var dialled = await DialledAsync();
        var heard = await AnsweredAsync(dialled, told);
        Assert.That(heard.Verbs, Is.EqualTo(Nothing));
        var desk = await DeskAsync();
        Assert.That((desk.State, desk.Notice, desk.Call), Is.EqualTo((DeskState.Ready, (DeskNotice?)DeskNotice.CallBackNotReached, (DeskCall?)null)));
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo(("VoicemailRefused", "Silence")));
        Assert.That((await AnsweredAsync(dialled, told)).Verbs, Is.EqualTo(Nothing), "asked again");
        Assert.That(await AttemptsAsync(dialled.Call), Is.EqualTo(1));
    }

    [Test]
    public async Task Whoever_presses_a_key_is_a_person_whatever_the_carrier_says()
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        Assert.That((await AnsweredAsync(dialled, AtItsEnd, "1")).Document.Descendants("Conference").Single().Value, Is.EqualTo(dialled.Call.ToString()));
    }

    [Test]
    public async Task The_agreed_sentence_is_said_once_to_one_that_records()
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        var heard = await AnsweredAsync(dialled, AtItsEnd);
        Assert.That(heard.Verbs, Is.EqualTo(["Pause", "Say", "Hangup"]));
        Assert.That(heard.Spoken, Is.EqualTo(Sentence));
        Assert.That(heard.Document.Element("Say")!.Attribute("language")!.Value, Is.EqualTo("cmn-CN"));
        Assert.That((await DeskAsync()).State, Is.EqualTo(DeskState.Ready), "she need not wait until it is said");
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo(("Agreed", "AgreedSentence")));
        Assert.That((await AnsweredAsync(dialled, AtItsEnd)).Verbs, Is.EqualTo(Nothing), "not twice");
        Assert.That(await AttemptsAsync(dialled.Call), Is.EqualTo(1));
        Assert.That(Host.Logged, Has.None.Contains(Sentence));
    }

    [TestCase("machine_start", Description = "it is still speaking itself")]
    [TestCase("fax")]
    public async Task The_agreed_sentence_is_not_said_to_one_that_does_not_record(string told)
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        Assert.That((await AnsweredAsync(dialled, told)).Verbs, Is.EqualTo(Nothing));
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo(("Agreed", "Silence")));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        var agreed = Rule(VoicemailRule.AgreedSentence);
        var elsewhen = ContactWindow.DayCodes[((int)Now.DayOfWeek + 2) % 7];
        yield return new TestCaseData(Rule(VoicemailRule.Silence), "Agreed").SetArgDisplayNames("silence");
        yield return new TestCaseData(Rule(VoicemailRule.Never), "VoicemailRefused").SetArgDisplayNames("no voicemail");
        yield return new TestCaseData(agreed with { MayCall = false }, "CallsRefused").SetArgDisplayNames("no calls");
        yield return new TestCaseData(agreed with { Hours = [new ContactWindow([elsewhen], "10:00", "11:00")] }, "OutsideHours").SetArgDisplayNames("another day");
        yield return new TestCaseData(agreed with { Until = Now.AddHours(-1) }, "TooLate").SetArgDisplayNames("until an hour ago");
        // Cases are made when the suite begins, and may be played an hour later.
        yield return new TestCaseData(agreed with { From = Now.AddDays(1), Until = Now.AddDays(2) }, "TooEarly").SetArgDisplayNames("from tomorrow on");
    }

    [TestCaseSource(nameof(Refused))]
    public async Task A_rule_that_says_silence_or_no_is_kept(SafeContactRules rule, string reason)
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, rule);
        Assert.That((await AnsweredAsync(dialled, AtItsEnd)).Verbs, Is.EqualTo(Nothing));
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo((reason, "Silence")));
    }

    [Test]
    public async Task A_rule_that_cannot_be_opened_is_none()
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        await Database.UseAsync(connection => connection.ExecuteAsync("UPDATE care_documents SET body_sealed = @torn", new { torn = new byte[] { 1, 2, 3 } }));
        Assert.That((await AnsweredAsync(dialled, AtItsEnd)).Verbs, Is.EqualTo(Nothing));
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo(("NoRule", "Silence")));
    }

    [Test]
    public async Task Nothing_is_said_when_the_record_cannot_be_read_and_her_operator_is_free_all_the_same()
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        await Database.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE care_documents RENAME TO care_documents_away"));
        try
        {
            Assert.That((await AnsweredAsync(dialled, AtItsEnd)).Verbs, Is.EqualTo(Nothing));
        }
        finally
        {
            await Database.UseAsync(connection => connection.ExecuteAsync("ALTER TABLE care_documents_away RENAME TO care_documents"));
        }
        Assert.That((await DeskAsync()).State, Is.EqualTo(DeskState.Ready));
        Assert.That(await ToldAsync(dialled.Call), Is.EqualTo(("NoRule", "Silence")));
        Assert.That(Host.Logged, Has.Some.Contains("3121"));
    }

    [Test]
    public async Task Nothing_is_said_while_the_live_state_is_away()
    {
        var dialled = await DialledAsync();
        await RecordAsync(dialled, Rule(VoicemailRule.AgreedSentence));
        Redis.Stop();
        try
        {
            Assert.That((await AnsweredAsync(dialled, AtItsEnd)).Verbs, Is.EqualTo(Nothing));
        }
        finally
        {
            Redis.Continue();
        }
    }

    private StaffId _operator;

    private Database Database => Host.Services.GetRequiredService<Database>();

    private CallRecordStore Record => Host.Services.GetRequiredService<CallRecordStore>();

    private async Task<Desk> DeskAsync() => (await Host.Desks.ReadAsync(_operator))!;

    /// <summary>She booked and hung up; an operator took it, and her telephone rings.</summary>
    private async Task<(CallId Call, long Token, string Number)> DialledAsync()
    {
        var (leg, waiting) = await Host.CallerChoosesAsync("1");
        var choice = await Host.AskAsync(waiting.OnKey, leg, "9");
        await Host.AskAsync(choice.OnKey, leg, "1");
        await Host.StatusAsync(leg, "completed");
        _operator = await Host.OperatorIsReadyAsync(Skill.Legal);
        var (call, token, operatorLeg) = await Host.AcceptAsync(_operator);
        await Host.ConferenceAsync(call, "participant-join", operatorLeg, 1, $"CF{token}");
        return (call, token, VoiceHost.NumberOf(leg));
    }

    private Task<Answered> AnsweredAsync((CallId Call, long Token, string Number) dialled, string? by, string? digits = null, string? url = null)
    {
        List<(string, string)> fields = [.. VoiceHost.Standard("CA0000bac1").Select(f => f.Item1 switch
        {
            "From" => ("From", "+864718812338"),
            "To" => ("To", dialled.Number),
            "Direction" => ("Direction", "outbound-api"),
            _ => f,
        })];
        if (by is not null) fields.Add(("AnsweredBy", by));
        if (digits is not null) fields.Add(("Digits", digits));
        return Host.PostAsync(url ?? $"/twilio/voice/callback?call={dialled.Call}&token={dialled.Token}", [.. fields]);
    }

    private async Task RecordAsync((CallId Call, long Token, string Number) dialled, SafeContactRules rule)
    {
        await Host.Services.GetRequiredService<Migrator>().Ready;
        Assert.That(PhoneNumber.TryParse(dialled.Number, out var number));
        var key = Host.Services.GetRequiredService<NumberIndex>().KeyOf(number!);
        Assert.That(await Host.Services.GetRequiredService<CareDocuments>().AddAsync(key, CareKinds.Rules, rule, 0, dialled.Call, _operator));
    }

    /// <summary>What the record says of the machine: the gate's reason, and what it heard.</summary>
    private async Task<(string?, string?)> ToldAsync(CallId call)
    {
        var told = await Eventually.Value(
            async () => (await Record.TimelineAsync(call)).SingleOrDefault(e => e.Kind == EventKind.CallBackMachine), "the record tells of the machine");
        var detail = System.Text.Json.JsonDocument.Parse(told.Detail).RootElement;
        return (detail.GetProperty("reason").GetString(), detail.GetProperty("how").GetString());
    }

    private async Task<int> AttemptsAsync(CallId call)
    {
        await Eventually.True(async () => (await Record.TimelineAsync(call)).Any(e => e.Kind == EventKind.CallBackNotReached), "the record has the attempt");
        return (await Record.TimelineAsync(call)).Count(e => e.Kind == EventKind.CallBackNotReached);
    }
}
