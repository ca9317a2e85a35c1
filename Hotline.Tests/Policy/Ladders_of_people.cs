using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Crisis;
using Hotline.Core.Routing.Policy;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Policy;

internal sealed class Ladders_of_people
{
    private static readonly DateTimeOffset Working = At("2026-09-14 10:00"), Night = At("2026-09-14 23:00"), NationalDay = At("2026-10-01 10:00");

    [Test]
    public void A_centre_without_its_own_has_its_nearest_ancestors_then_the_one_for_every_centre()
    {
        Assert.That(LevelsOf("hohhot"), Is.EqualTo(new[] { LadderLevel.Supervisors, LadderLevel.OnCall, LadderLevel.Everybody }), "its own");
        Assert.That(LevelsOf("tuoketuo"), Is.EqualTo(LevelsOf("hohhot")), "its parent's");
        Assert.That(LevelsOf("baotou"), Is.EqualTo(new[] { LadderLevel.Counsellors, LadderLevel.OnCall, LadderLevel.Everybody }), "everybody's");
        Assert.That(LevelsOf("closed-last-year"), Is.EqualTo(LevelsOf("region")), "a centre the policy has no more");
    }

    [Test]
    public void Nobody_set_one_up_so_the_built_in_one_climbs_and_reaches_whoever_is_on_call()
    {
        var policy = Paging with { Crisis = Paging.Crisis with { Ladders = [] } };
        var ladder = LadderOf(policy, "baotou", Night);
        Assert.That(ladder.Steps.Select(s => (s.Level, s.Wait.TotalSeconds)), Is.EqualTo(BuiltInLadder.Ladder.Steps.Select(s => (s.Level, s.Wait.TotalSeconds))));
        Assert.That(ladder.Steps[^1].People.Select(p => p.Id), Is.EqualTo(new[] { "wang" }));
        Assert.That(LadderOf(Example, "baotou", Night).Steps.SelectMany(s => s.People), Is.Empty);
    }

    [Test]
    public void Hold_those_who_are_on_duty_then_and_how_they_are_reached()
    {
        var step = LadderOf(Paging, "baotou", Working).Steps[1];
        Assert.That(step.Wait, Is.EqualTo(TimeSpan.FromSeconds(45)));
        Assert.That(step.People.Select(p => (p.Id, p.Text, p.Call, p.Phone.Reveal())), Is.EqualTo(new[] { ("wang", true, true, "+8613800003333"), ("li", false, true, "+8613800004444") }));
        Assert.That(LadderOf(Paging, "baotou", Night).Steps[1].People.Select(p => p.Id), Is.EqualTo(new[] { "wang" }));
        Assert.That(LadderOf(Paging, "baotou", NationalDay).Steps[^1].People.Select(p => p.Id), Is.EqualTo(new[] { "wang" }), "the office is closed on holidays");
    }

    [Test]
    public void A_step_nobody_is_on_duty_for_is_passed_over_in_its_place()
    {
        var ladder = LadderOf(Paging, "hohhot", Night);
        Assert.That(ladder.Steps, Has.Count.EqualTo(3));
        Assert.That((ladder.Steps[1].Level, ladder.Steps[1].People.Count, ladder.Steps[1].Wait), Is.EqualTo((LadderLevel.OnCall, 0, PolicyLadders.PassedOver)));
    }

    [Test]
    public void Without_people_at_some_hour_are_refused_naming_centre_and_hour()
    {
        var policy = Paging with { Crisis = Paging.Crisis with { Ladders = Paging.Crisis.Ladders.With(1, l => l with { Steps = [Page(StepLevel.Supervisors), Page(StepLevel.OnCall, 20, "li")] }) } };
        var fault = PolicyCheck.Faults(policy).Single();
        Assert.That((fault.Path, fault.Code, fault.Values["centre"], fault.At),
            Is.EqualTo(("crisis.ladders[1].steps", PolicyFaultCode.NobodyOnCall, "hohhot", new PolicyMoment(DayKind.Ordinary, Weekday.Mon, "00:00"))));
        Assert.That(PolicyWords.Of(fault), Is.EqualTo("crisis.ladders[1].steps: hohhot 在 周一 00:00 无人待命 / the ladder of hohhot comes to nobody on call on Monday at 00:00"));
    }

    [Test]
    public void Without_people_only_on_a_holiday_are_refused_too()
    {
        var always = Example.Hours.With(0, h => h with { Open = [Span([.. Enum.GetValues<Weekday>()], "00:00", "24:00")] });
        var policy = Paging with { Hours = always, Crisis = new() { OnCall = [Paging.Crisis.OnCall[1]] } };
        var fault = PolicyCheck.Faults(policy).Single();
        Assert.That((fault.Path, fault.Values["centre"], fault.At), Is.EqualTo(("crisis.onCall", "region", new PolicyMoment(DayKind.Holiday, Weekday.Mon, "00:00"))));
    }

    /// <summary>What is proved at the boundaries of the week holds of what is paged at any instant; what is refused pages nobody at the hour it names.</summary>
    [Test]
    public void The_proof_agrees_with_the_ladder_at_any_instant()
    {
        var (accepted, refused) = (0, 0);
        Prop.ForAll((from policy in APolicy() from minutes in Gen.Choose(0, 60 * 24 * 60).ArrayOf(20) select (policy, minutes)).ToArbitrary(), c =>
        {
            if (PolicyCheck.FaultsOfFields(c.policy) is { Count: > 0 } wrong) throw new InvalidOperationException(PolicyWords.Of(wrong));
            var faults = PolicyProof.Of(c.policy).Faults;
            if (faults.Count == 0) accepted++;
            else refused++;
            foreach (var fault in faults)
            {
                var (dated, at) = Proving_a_policy.OnADate(c.policy, fault.At!);
                if (LadderOf(dated, fault.Values["centre"], at).Steps.Any(s => s.People.Count > 0)) return false;
            }
            return faults.Count > 0 || c.minutes.All(minute => c.policy.Centres.All(centre =>
                LadderOf(c.policy, centre.Code, At("2026-09-14 00:00").AddMinutes(minute)).Steps.Any(s => s.People.Count > 0)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        TestContext.Out.WriteLine($"{accepted} accepted, {refused} refused");
        Assert.That(Math.Min(accepted, refused), Is.GreaterThan(20), "both kinds are among them");
    }

    private static Gen<RoutingPolicy> APolicy()
    {
        string[] ids = ["a", "b", "c"];
        var step =
            from level in Gen.Elements(Enum.GetValues<StepLevel>())
            from people in Gen.SubListOf(ids).Where(p => p.Count > 0)
            select Page(level, 20, [.. people]);
        return from hours in Gen.Elements("always", "office", "long").ArrayOf(ids.Length)
               from centres in Gen.SubListOf(new string?[] { null, "region", "hohhot", "tuoketuo" })
               from steps in step.ArrayOf(3).ArrayOf(4)
               select Example with
               {
                   Crisis = new()
                   {
                       OnCall = [.. ids.Select((id, i) => new OnCallEntry { Id = id, Name = id, Phone = $"+861380000111{i}", Hours = hours[i] })],
                       Ladders = [.. centres.Select((centre, i) => new LadderRule { Centre = centre, Steps = steps[i] })],
                   },
               };
    }

    private static Ladder LadderOf(RoutingPolicy policy, string centre, DateTimeOffset at) => PolicyLadders.Of(new PolicyMap(policy), centre, at, China);

    private static IEnumerable<LadderLevel> LevelsOf(string centre) => LadderOf(Paging, centre, Working).Steps.Select(s => s.Level);
}
