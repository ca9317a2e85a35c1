using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Policy;

internal sealed class Proving_a_policy
{
    private static readonly string[] Skills = ["legal", "psychological", "crisis"];

    [Test]
    public void Goes_through_every_lane_at_every_boundary()
    {
        var proof = PolicyProof.Of(Example);
        Assert.That(proof.Faults, Is.Empty);
        // 4 centres × 3 skills. Midnight and 06:00 on 15 days; 4 more on 5 ordinary and 1 worked weekdays, 2 more on an ordinary Saturday.
        Assert.That((proof.Lanes, proof.Instants), Is.EqualTo((12, 15 * 2 + 6 * 4 + 2)));
    }

    [Test]
    public void Names_lane_and_hour()
    {
        var policy = Example with { Hours = Example.Hours.With(0, h => h with { Open = [Span([.. Enum.GetValues<Weekday>()], "00:00", "12:00"), Span([.. WorkingDays, Weekday.Sun], "12:00", "24:00")], ClosedOnHolidays = false }), Lanes = Example.Lanes.With(0, l => l with { Closed = [] }) };
        var faults = PolicyCheck.Faults(policy with { Centres = [.. policy.Centres.Take(2)], Lanes = [.. policy.Lanes.Take(3)] });
        var fault = faults.Single();
        Assert.That((fault.Path, fault.Lane, fault.At), Is.EqualTo(("lanes[0].closed", "hohhot/legal", new PolicyMoment(DayKind.Ordinary, Weekday.Sat, "12:00"))));
        Assert.That(PolicyWords.Of(fault), Is.EqualTo("lanes[0].closed: hohhot/legal 在 周六 12:00 无人接听 / hohhot/legal reaches nobody on Saturday at 12:00"));
    }

    [Test]
    public void Finds_what_only_a_holiday_leaves_without_anybody()
    {
        var open = Example.Hours.With(0, h => h with { Open = [Span([.. Enum.GetValues<Weekday>()], "00:00", "24:00")] });
        var fault = PolicyCheck.Faults(Example with { Hours = open, Centres = [.. Example.Centres.Take(2)], Lanes = [.. Example.Lanes.Take(3).ToList().With(2, l => l with { Closed = [] })] }).Single();
        Assert.That((fault.Path, fault.Lane, fault.At), Is.EqualTo(("lanes[2].closed", "hohhot/crisis", new PolicyMoment(DayKind.Holiday, Weekday.Mon, "00:00"))));
        Assert.That(PolicyWords.Of(fault), Does.Contain("节假日（周一） 00:00").And.Contain("on a holiday that is a Monday at 00:00"));
    }

    [Test]
    public void Follows_circles_of_closed_centres_to_their_end()
    {
        var policy = Example with
        {
            Centres = [.. Example.Centres.Select(c => c with { Hours = "office" })],
            Lanes = [.. Skills.Select(s => Lane("*", s, closed: [To(StepTo.Parent)])), .. Skills.Select(s => Lane("region", s, closed: [To(StepTo.Centre) with { Centre = "tuoketuo" }]))],
        };
        Assert.That(PolicyCheck.Faults(policy).Select(f => f.Lane), Is.EqualTo(policy.Centres.SelectMany(c => Skills.Select(s => $"{c.Code}/{s}"))));
    }

    /// <summary>The proof against a second opinion that shares no code with it: hours compared as text, routes followed by plain recursion.</summary>
    [Test]
    public void Of_a_policy_holds_at_any_instant_and_what_it_refuses_reaches_nobody()
    {
        var (accepted, refused) = (0, 0);
        var cased = from policy in APolicy() from minutes in Gen.Choose(0, 60 * 24 * 60).ArrayOf(12) select (policy, minutes);
        Prop.ForAll(cased.ToArbitrary(), c =>
        {
            if (PolicyCheck.FaultsOfFields(c.policy) is { Count: > 0 } wrong) throw new InvalidOperationException(PolicyWords.Of(wrong));
            var proof = PolicyProof.Of(c.policy);
            var named = proof.Faults.Select(f => f.Lane).ToHashSet();
            if (named.Count == 0) accepted++;
            else refused++;
            foreach (var fault in proof.Faults)
            {
                var (dated, at) = OnADate(c.policy, fault.At!);
                var (centre, skill) = (fault.Lane!.Split('/')[0], fault.Lane.Split('/')[1]);
                if (Reaches(dated, centre, skill, at) || PolicyProof.ReachesAHuman(RoutePlan.For(dated, centre, new Skill(skill), at, China))) return false;
            }
            foreach (var minute in c.minutes)
            {
                var at = At("2026-09-14 00:00").AddMinutes(minute).AddSeconds(minute % 60);
                foreach (var centre in c.policy.Centres)
                    foreach (var skill in Skills)
                    {
                        var reaches = PolicyProof.ReachesAHuman(RoutePlan.For(c.policy, centre.Code, new Skill(skill), at, China));
                        if (reaches != Reaches(c.policy, centre.Code, skill, at)) return false;
                        if (!reaches && !named.Contains($"{centre.Code}/{skill}")) return false;
                    }
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        TestContext.Out.WriteLine($"{accepted} accepted, {refused} refused");
        Assert.That(accepted, Is.GreaterThan(5), "both kinds are among them");
        Assert.That(refused, Is.GreaterThan(5), "both kinds are among them");
    }

    private static Gen<RoutingPolicy> APolicy()
    {
        string[] codes = ["a", "b", "c", "d"], hours = ["always", "h0", "h1", "h1"];
        var span =
            from days in Gen.SubListOf(Enum.GetValues<Weekday>()).Where(d => d.Count > 0)
            from cuts in Gen.Choose(0, 48).Four().Select(t => new[] { t.Item1, t.Item2, t.Item3, t.Item4 }.Order().ToArray()).Where(c => c[0] < c[1] && c[2] < c[3])
            select new[] { Span([.. days], Text(cuts[0]), Text(cuts[1])), Span([.. days], Text(cuts[2]), Text(cuts[3])) };
        Gen<OpeningHours> Week(string name) =>
            from spans in span
            from closed in Gen.Elements(true, false)
            select new OpeningHours { Name = name, Open = spans, ClosedOnHolidays = closed };
        var holidays =
            from days in Gen.SubListOf(Enumerable.Range(0, 30))
            from kinds in Gen.Elements(Enum.GetValues<HolidayKind>()).ArrayOf(30)
            select (IReadOnlyList<Holiday>)[.. days.Take(8).Select(d => new Holiday { Date = At("2026-09-20").AddDays(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Name = "节", Kind = kinds[d] })];
        return from count in Gen.Choose(1, 4)
               from parents in Gen.Choose(-1, 2).ArrayOf(count)
               from open in Gen.Elements(hours).ArrayOf(count)
               from first in Week("h0")
               from second in Week("h1")
               from days in holidays
               from every in Rule("*", count).ArrayOf(3)
               from own in Own(count).ArrayOf(3)
               select new RoutingPolicy
               {
                   Centres = [.. Enumerable.Range(0, count).Select(i => new PolicyCentre { Code = codes[i], Name = codes[i], Parent = parents[i] < 0 || parents[i] >= i ? null : codes[parents[i]], Hours = open[i] })],
                   Hours = [first, second],
                   Holidays = days,
                   Skills = Example.Skills,
                   Lanes = [.. every.Select((rule, i) => rule with { Skill = Skills[i] }), .. own.DistinctBy(l => (l.Centre, l.Skill))],
                   Phones = Example.Phones,
               };

        Gen<LaneRule> Own(int count) =>
            from centre in Gen.Elements(codes[..count])
            from skill in Gen.Elements(Skills)
            from rule in Rule(centre, count)
            select rule with { Skill = skill };

        Gen<LaneRule> Rule(string centre, int count) =>
            from steps in Steps(count, Enum.GetValues<StepTo>())
            from closed in Steps(count, [StepTo.Skill, StepTo.Parent, StepTo.Centre, StepTo.Centre, StepTo.Parent, StepTo.Phones])
            from level in Gen.Choose(1, 3)
            select Lane(centre, "", level, steps, closed);

        Gen<LaneStep[]> Steps(int count, StepTo[] kinds)
        {
            var step =
                from to in Gen.Elements(kinds)
                from after in Gen.Choose(0, 3)
                from skill in Gen.Elements(Skills)
                from centre in Gen.Elements(codes[..count])
                select new LaneStep { To = to, AfterSeconds = after * 30, Skill = skill, Centre = centre, Phones = Duty };
            return step.ArrayOf().Resize(3);
        }
    }

    private static string Text(int halfHours) => string.Create(CultureInfo.InvariantCulture, $"{halfHours / 2:00}:{halfHours % 2 * 30:00}");

    /// <summary>The policy and an instant at which the named time of the week is: a date without or with a holiday of its own.</summary>
    internal static (RoutingPolicy Policy, DateTimeOffset At) OnADate(RoutingPolicy policy, PolicyMoment moment)
    {
        // 2027-03-01 is a Monday; a worked weekend day is a Saturday.
        var date = At("2027-03-01").AddDays(moment.Day == DayKind.Workday ? 5 : (int)moment.Weekday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var day = new Holiday { Date = date, Name = "试", Kind = moment.Day == DayKind.Workday ? HolidayKind.Workday : HolidayKind.Holiday };
        return (moment.Day == DayKind.Ordinary ? policy : policy with { Holidays = [.. policy.Holidays, day] }, At($"{date} {moment.Time}"));
    }

    private static bool Reaches(RoutingPolicy policy, string centre, string skill, DateTimeOffset at) => Reaches(policy, centre, skill, at, []);

    private static bool Reaches(RoutingPolicy policy, string centre, string skill, DateTimeOffset at, HashSet<(string, string)> seen)
    {
        if (IsOpen(policy, centre, at)) return true;
        if (!seen.Add((centre, skill))) return false;
        var rule = policy.Lanes.FirstOrDefault(l => l.Centre == centre && l.Skill == skill) ?? policy.Lanes.First(l => l.Centre == "*" && l.Skill == skill);
        var parent = policy.Centres.Single(c => c.Code == centre).Parent;
        return rule.Closed.Any(s => s.To == StepTo.Phones
            || (s.To == StepTo.Skill && Reaches(policy, centre, s.Skill!, at, seen))
            || (s.To == StepTo.Centre && Reaches(policy, s.Centre!, skill, at, seen))
            || (s.To == StepTo.Parent && parent is not null && Reaches(policy, parent, skill, at, seen)));
    }

    private static bool IsOpen(RoutingPolicy policy, string centre, DateTimeOffset at)
    {
        var name = policy.Centres.Single(c => c.Code == centre).Hours;
        if (name == "always") return true;
        var hours = policy.Hours.Single(h => h.Name == name);
        var (date, clock) = (at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), at.ToString("HH:mm", CultureInfo.InvariantCulture));
        var special = policy.Holidays.FirstOrDefault(h => h.Date == date);
        if (special is { Kind: HolidayKind.Holiday } && hours.ClosedOnHolidays) return false;
        var day = special is { Kind: HolidayKind.Workday } ? "Mon" : at.DayOfWeek.ToString()[..3];
        return hours.Open.Any(s => s.Days.Any(d => d.ToString() == day) && string.CompareOrdinal(s.From, clock) <= 0 && string.CompareOrdinal(clock, s.To) < 0);
    }
}
