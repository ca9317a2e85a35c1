using Hotline.Core.Crisis;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.WholeSystem;

/// <summary>Nobody is at a console: an escalation finds people at home, through the carrier's other end, which shares no code with us.</summary>
internal sealed class People_on_call
{
    private const string Busy = "+8613900000001", Machine = "+8613900000002", Wang = "+8613900000003";

    private string _folder = "";

    [SetUp]
    public void MakeAFolder() => _folder = System.IO.Directory.CreateTempSubdirectory("hotline-on-call-").FullName;

    [TearDown]
    public void RemoveIt() => System.IO.Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Are_texted_and_rung_level_after_level_until_one_of_them_presses_a_key()
    {
        await using var hotline = await CarriedHotline.StartAsync(("Routing__PolicyFile", PolicyFile(
            Page(StepLevel.Counsellors, 5), Page(StepLevel.Supervisors, 5), Page(StepLevel.OnCall, 5, "busy", "machine"), Page(StepLevel.OnCall, 120, "wang"), Page(StepLevel.Everybody, 20))));
        await hotline.PhoneAsync(Busy, new { mode = "busy" });
        await hotline.PhoneAsync(Machine, new { mode = "voicemail", answerAfterMs = 500 });
        await hotline.PhoneAsync(Wang, new { mode = "auto", answerAfterMs = 500, press = "1" });

        var caller = await hotline.DialsAsync('0');
        var taken = await AcknowledgedAsync(hotline, TimeSpan.FromSeconds(60));
        Assert.That((taken.AckBy, taken.AckHow, taken.Causes), Is.EqualTo(("wang", "telephone", new[] { EscalationCause.Key })), "not the machine that answered before her");
        Assert.That(taken.Paged.Select(p => p.Level), Is.EqualTo(new[] { LadderLevel.Counsellors, LadderLevel.Supervisors, LadderLevel.OnCall, LadderLevel.OnCall }));

        var legs = await LegsAsync(hotline);
        Assert.That(legs.Select(leg => leg.To), Is.EquivalentTo([Busy, Machine, Wang]), "each once");
        await hotline.SoonAsync(legs.Single(leg => leg.To == Wang).Sid, "heard:say:谢谢,已经记在您名下");
        await hotline.SoonAsync(legs.Single(leg => leg.To == Machine).Sid, "heard:say:您好,请按任意键");
        var texts = (await hotline.MessagesAsync()).Select(m => (m.GetProperty("to").GetString(), m.GetProperty("body").GetString()));
        Assert.That(texts, Is.EquivalentTo([(Busy, PageWording.Text), (Machine, PageWording.Text), (Wang, PageWording.Text)]));

        // Somebody has it: what is due next is her reminder, and nothing is left to be dialled.
        await Eventually.True(async () => !(await hotline.TimersAsync()).Any(t => t.StartsWith("dialpage|", StringComparison.Ordinal)), "what became of each page is noted");
        var reading = (await hotline.Escalations.ReadAsync())!;
        Assert.That(reading.Escalations.Single().NextAt - reading.At, Is.GreaterThan(TimeSpan.FromMinutes(20)));
        await hotline.HangsUpAsync(caller);
        await hotline.SoonAsync(caller, "ended");
        Assert.That(await LegsAsync(hotline), Has.Count.EqualTo(3));
        await hotline.JudgedWellAsync(silence: false);
        Assert.That(hotline.Printed, Has.None.Contains("1390000"), "nobody's number stands in a log");
    }

    [TestCase(false, TestName = "Are_rung_once_when_the_host_dies(before the carrier has the order)")]
    [TestCase(true, TestName = "Are_rung_once_when_the_host_dies(after the carrier has taken it)")]
    public async Task Are_rung_once_when_the_host_dies(bool taken)
    {
        await using var hotline = await CarriedHotline.StartAsync(("Routing__PolicyFile", PolicyFile(Page(StepLevel.OnCall, 300, "wang"))), ("Simulator__Speed", "1"));
        await hotline.PhoneAsync(Wang, new { mode = "manual" });
        // Taken and answered with an error, or not even looked at: either way the host knows nothing when it dies.
        await hotline.FaultsAsync(new { rest = new { next500AfterCommit = taken ? 2 : 0, delayMs = taken ? 2000 : 20_000 } });

        var raised = await hotline.Escalations.RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "main");
        var order = await Eventually.Value(async () => (await hotline.TimersAsync()).FirstOrDefault(t => t.StartsWith("dialpage|", StringComparison.Ordinal)), "she is to be rung");
        if (taken) await hotline.PhoneIsAsync(Wang, "ringing");
        await hotline.KillApiAsync();
        await hotline.NoFaultsAsync();
        Assert.That(await LegsAsync(hotline), Has.Count.EqualTo(taken ? 1 : 0));

        await hotline.RestartApiAsync();
        await hotline.Database.SortedSetAddAsync(hotline.Keys.Timers, order, 1);
        await Eventually.True(async () => !(await hotline.TimersAsync()).Contains(order), "what became of the page is noted");
        await hotline.PhoneIsAsync(Wang, "ringing");
        var leg = (await LegsAsync(hotline)).Single();
        Assert.That(await hotline.MessagesAsync(), Has.Length.EqualTo(1), "and one text");

        Assert.That(await hotline.PhoneDoesAsync(Wang, "answer"));
        await hotline.SoonAsync(leg.Sid, "gather");
        Assert.That(await hotline.PressesAsync(leg.Sid, '1'));
        await hotline.SoonAsync(leg.Sid, "heard:say:谢谢,已经记在您名下");
        var held = await AcknowledgedAsync(hotline, TimeSpan.FromSeconds(30));
        Assert.That((held.Id, held.AckBy), Is.EqualTo((raised.Id!.Value, "wang")));
    }

    [Test]
    public async Task Are_not_rung_on_when_a_colleague_takes_it_at_a_console()
    {
        await using var hotline = await CarriedHotline.StartAsync(("Routing__PolicyFile", PolicyFile(Page(StepLevel.OnCall, 300, "wang", "machine"))), ("Simulator__Speed", "1"));
        await hotline.PhoneAsync(Wang, new { mode = "manual" });
        await hotline.PhoneAsync(Machine, new { mode = "manual" });
        var raised = (await hotline.Escalations.RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "main")).Id!.Value;
        await hotline.PhoneIsAsync(Wang, "ringing");
        await hotline.PhoneIsAsync(Machine, "ringing");
        Assert.That(await hotline.PhoneDoesAsync(Wang, "answer"));
        var legs = await LegsAsync(hotline);
        var answered = legs.Single(leg => leg.To == Wang).Sid;
        await hotline.SoonAsync(answered, "gather");
        await Eventually.True(async () => !(await hotline.TimersAsync()).Any(t => t.StartsWith("dialpage|", StringComparison.Ordinal)), "both are noted");

        Assert.That((await hotline.Escalations.AcknowledgeAsync(raised, StaffId.New(TimeProvider.System))).Outcome, Is.EqualTo(EscalationOutcome.Done));
        await hotline.PhoneIsAsync(Machine, "idle");
        Assert.That(await hotline.PressesAsync(answered, '1'), "who has answered goes on, and is told");
        await hotline.SoonAsync(answered, "heard:say:已经有同事在处理");
    }

    /// <summary>Nobody waits ten minutes for a voicemail; and whoever is taken for one has her key all the same.</summary>
    [Test]
    public async Task Whose_voicemail_answers_leave_it_to_the_next_and_it_hears_nothing_of_the_matter()
    {
        await using var hotline = await CarriedHotline.StartAsync(
            ("Routing__PolicyFile", PolicyFile(Page(StepLevel.OnCall, 600, "machine"), Page(StepLevel.OnCall, 600, "wang"))), ("Simulator__Speed", "1"));
        await hotline.PhoneAsync(Machine, new { mode = "voicemail", answerAfterMs = 500, greetingMs = 8000 });
        await hotline.PhoneAsync(Wang, new { mode = "auto", answerAfterMs = 500, press = "1", detectedAs = "machine" });
        await hotline.Escalations.RaiseAsync(StaffId.New(TimeProvider.System), null, EscalationCause.Operator, "main");

        var taken = await AcknowledgedAsync(hotline, TimeSpan.FromSeconds(60));
        Assert.That((taken.AckBy, taken.AckHow), Is.EqualTo(("wang", "telephone")));
        var legs = await LegsAsync(hotline);
        Assert.That(legs.Select(leg => leg.To), Is.EquivalentTo([Machine, Wang]), "each once");
        await hotline.SoonAsync(legs.Single(leg => leg.To == Wang).Sid, "heard:say:谢谢,已经记在您名下");
        await hotline.SoonAsync(legs.Single(leg => leg.To == Machine).Sid, "ended");
        var heard = (await hotline.VerdictAsync()).GetProperty("machines").EnumerateArray().Single(m => m.GetProperty("sid").GetString() == legs.Single(leg => leg.To == Machine).Sid);
        Assert.That(heard.GetProperty("recorded").GetArrayLength(), Is.Zero, heard.ToString());
        await hotline.JudgedWellAsync(silence: false);
    }

    private static async Task<OpenEscalation> AcknowledgedAsync(CarriedHotline hotline, TimeSpan within) => await Eventually.Value(
        async () => (await hotline.Escalations.ReadAsync())?.Escalations.SingleOrDefault(e => e.State == EscalationState.Acknowledged), "somebody has it", within);

    private static async Task<List<(string Sid, string To)>> LegsAsync(CarriedHotline hotline) =>
        [.. (await hotline.OperatorLegsAsync()).Select(leg => (leg.GetProperty("sid").GetString()!, leg.GetProperty("to").GetString()!))];

    private string PolicyFile(params LadderRuleStep[] steps)
    {
        var file = Path.Combine(_folder, "policy.json");
        File.WriteAllText(file, PolicyJson.Write(new RoutingPolicy
        {
            Centres = [new() { Code = "main", Name = "中心" }],
            Skills = Example.Skills,
            Lanes = [.. Example.Skills.Select(s => Lane("*", s.Code))],
            Crisis = new()
            {
                OnCall =
                [
                    new() { Id = "busy", Name = "甲", Phone = Busy },
                    new() { Id = "machine", Name = "乙", Phone = Machine },
                    new() { Id = "wang", Name = "王老师", Phone = Wang },
                ],
                Ladders = [new() { Steps = steps }],
            },
        }));
        return file;
    }
}
