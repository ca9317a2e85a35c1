using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Routing.Policy;
using Hotline.Core.Staff;
using NUnit.Framework;
using static Hotline.Tests.Policy.Policies;

namespace Hotline.Tests.Policy;

internal sealed class Routes_by_policy
{
    private static readonly DateTimeOffset MondayMorning = At("2026-09-28 09:00"), SundayNight = At("2026-09-27 03:00");

    private static Route Of(RoutingPolicy policy, string centre, string skill, DateTimeOffset at) => RoutePlan.For(policy, centre, new Skill(skill), at, China);

    private static string[] Told(Route route) =>
        [.. route.Steps.Select(s => $"{s.After.TotalSeconds}: {string.Join(' ', s.Lanes.Select(l => l.ToString()).Concat(s.Phones.Select(p => p.Number[^4..])))}".TrimEnd())];

    [Test]
    public void Widen_by_level_then_upwards_and_on_by_the_parents_own_steps_and_end_at_telephones() =>
        Assert.That(Told(Of(Example, "hohhot", "legal", MondayMorning)), Is.EqualTo(new[]
        {
            "0: hohhot/legal/2", "30: hohhot/legal/1", "60: region/legal/2", "80: region/legal/1", "100: baotou/legal/2", "130: baotou/legal/1", "150: 1111 2222",
        }));

    /// <summary>What a console says to call when its alarm does not go out.</summary>
    [Test]
    public void Name_a_telephone_for_a_crisis_where_there_is_one()
    {
        Assert.That(new PolicyMap(Example).DutyPhoneOf("tuoketuo"), Is.EqualTo("+8613800001111"));
        var own = Example with
        {
            Lanes = [.. Example.Lanes.With(2, l => l with { Closed = [To(StepTo.Parent)] }), Lane("hohhot", "crisis", 1, [Phones(30, "hohhot")])],
            Phones = [.. Example.Phones, new() { Name = "hohhot", Numbers = ["+8613800005555"] }],
        };
        Assert.That(new[] { "tuoketuo", "hohhot", "baotou", "gone" }.Select(new PolicyMap(own).DutyPhoneOf), Is.EqualTo(new[] { "+8613800005555", "+8613800005555", null, null }));
    }

    [Test]
    public void Of_a_closed_centre_begin_elsewhere_and_keep_its_name()
    {
        var route = Of(Example, "hohhot", "legal", SundayNight);
        Assert.That(route.Entry, Is.EqualTo(new Lane("hohhot", Skill.Legal, 2)));
        Assert.That(Told(route), Is.EqualTo(new[] { "0: region/legal/2", "20: region/legal/1", "90: 1111 2222" }), "Baotou is closed too, and its closed route leads where she stands already");
    }

    [Test]
    public void Climb_through_as_many_closed_centres_as_there_are() =>
        Assert.That(Told(Of(Example, "tuoketuo", "legal", SundayNight)), Is.EqualTo(new[] { "0: region/legal/2", "20: region/legal/1", "90: 1111 2222" }));

    [Test]
    public void Take_messages_only_while_a_centre_that_allows_it_is_closed()
    {
        var policy = Example with { Centres = Example.Centres.With(1, c => c with { Messages = true }) };
        Assert.That(Of(policy, "hohhot", "legal", SundayNight).TakesMessages);
        Assert.That(Told(Of(policy, "hohhot", "legal", SundayNight)), Is.EqualTo(Told(Of(Example, "hohhot", "legal", SundayNight))), "it leads nowhere else for it");
        Assert.That(new[] { Of(policy, "hohhot", "legal", MondayMorning), Of(Example, "hohhot", "legal", SundayNight), Of(policy, "baotou", "legal", SundayNight) }.Select(r => r.TakesMessages),
            Is.All.False);
    }

    [Test]
    public void Of_a_neighbouring_skill_join_its_lane_and_do_not_follow_it()
    {
        var policy = Example with { Lanes = Example.Lanes.With(1, l => l with { Steps = [Phones(5)] }) };
        Assert.That(Told(Of(policy, "hohhot", "crisis", MondayMorning)), Is.EqualTo(new[] { "0: hohhot/crisis/1", "15: hohhot/psychological/1" }));
    }

    [Test]
    public void Of_a_closed_neighbouring_skill_go_where_it_goes()
    {
        var policy = Example with { Lanes = Example.Lanes.With(2, l => l with { Closed = [To(StepTo.Skill, 5) with { Skill = "psychological" }] }) };
        Assert.That(Told(Of(policy, "hohhot", "crisis", SundayNight)), Is.EqualTo(new[] { "0:", "5: region/psychological/1" }));
    }

    [Test]
    public void That_wait_first_have_an_empty_beginning()
    {
        var policy = Example with { Lanes = Example.Lanes.With(1, l => l with { Closed = [Phones(40)] }) };
        Assert.That(Told(Of(policy, "hohhot", "psychological", SundayNight)), Is.EqualTo(new[] { "0:", "40: 1111 2222" }));
    }

    [Test]
    public void That_lead_to_one_place_by_two_ways_are_there_at_the_earlier()
    {
        var policy = Example with { Lanes = Example.Lanes.With(1, l => l with { Steps = [To(StepTo.Parent, 90), To(StepTo.Centre, 10) with { Centre = "region" }, Phones(95), Phones(50)] }) };
        Assert.That(Told(Of(policy, "hohhot", "psychological", MondayMorning)), Is.EqualTo(new[] { "0: hohhot/psychological/1", "10: region/psychological/1", "50: 1111 2222" }));
    }

    [Test]
    public void That_lead_in_a_circle_end()
    {
        var policy = Example with { Lanes = [.. Example.Lanes.Take(3), Lane("region", "psychological", steps: [To(StepTo.Centre, 10) with { Centre = "baotou" }]), Lane("baotou", "psychological", steps: [To(StepTo.Parent, 10)])] };
        Assert.That(Told(Of(policy, "baotou", "psychological", MondayMorning)), Is.EqualTo(new[] { "0: baotou/psychological/1", "10: region/psychological/1" }));
    }

    [Test]
    public void Fall_to_a_named_level_and_enter_other_lanes_at_one()
    {
        var policy = Example with
        {
            Lanes = Example.Lanes.With(0, l => l with { Level = 3, HeadStartSeconds = 45, Steps = [To(StepTo.Level, 10) with { Level = 1 }, To(StepTo.Level, 20), To(StepTo.Parent, 30) with { Level = 3 }] }),
        };
        var route = Of(policy, "hohhot", "legal", MondayMorning);
        Assert.That(Told(route).Take(3), Is.EqualTo(new[] { "0: hohhot/legal/3", "10: hohhot/legal/1", "30: region/legal/3" }));
        Assert.That(route.HeadStart, Is.EqualTo(TimeSpan.FromSeconds(45)));
    }

    [Test]
    public void Of_what_a_newer_policy_has_no_more_are_the_regions()
    {
        Assert.That(Of(Example, "closed-down", "legal", MondayMorning).Entry, Is.EqualTo(new Lane("region", Skill.Legal, 2)));
        Assert.That(Of(Example, "hohhot", "medical", MondayMorning).Entry, Is.EqualTo(new Lane("hohhot", Skill.Psychological, 1)));
    }

    [Test]
    public void Are_marked_anew_whenever_they_are_others_and_only_then()
    {
        var open = Of(Example, "hohhot", "legal", MondayMorning);
        Assert.That(open.Mark, Has.Length.LessThanOrEqualTo(16));
        Assert.That(Of(Example with { Returning = new() { DroppedMinutes = 5 } }, "hohhot", "legal", MondayMorning.AddMinutes(40)).Mark, Is.EqualTo(open.Mark));
        var others = new[]
        {
            Of(Example, "hohhot", "legal", SundayNight),
            Of(Example with { Lanes = Example.Lanes.With(0, l => l with { HeadStartSeconds = 1 }) }, "hohhot", "legal", MondayMorning),
            Of(Example with { Lanes = Example.Lanes.With(3, l => l with { Steps = [Phones(91)] }) }, "hohhot", "legal", MondayMorning),
            Of(Example with { Phones = Example.Phones.With(0, p => p with { Numbers = ["+8613800003333"] }) }, "hohhot", "legal", MondayMorning),
        };
        Assert.That(others.Select(r => r.Mark).Append(open.Mark), Is.Unique);
    }

    [Test]
    public void Name_a_telephone_as_an_operator_is_named_and_the_same_everywhere()
    {
        var phone = Of(Example, "hohhot", "legal", MondayMorning).Steps[^1].Phones[0];
        Assert.That(StaffId.TryParse(phone.Id, out var id) ? id.ToString() : "", Is.EqualTo(phone.Id));
        Assert.That(phone.Id, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("duty-phone:+8613800001111")))[..32]));
    }

    [TestCase("+864718812338", "+8613812345678", "hohhot", TestName = "The_centre_is_that_of(the called line)")]
    [TestCase("04718812338", null, "hohhot", TestName = "The_centre_is_that_of(the called line, nationally written)")]
    [TestCase("12338", "+864711234567", "region", TestName = "The_centre_is_that_of(the line before the area)")]
    [TestCase("+8612338", "+864711234567", "region", TestName = "The_centre_is_that_of(a short code with the country's)")]
    [TestCase("+8610000", "+864711234567", "hohhot", TestName = "The_centre_is_that_of(the area)")]
    [TestCase(null, "04711234567", "hohhot", TestName = "The_centre_is_that_of(the area, nationally written)")]
    [TestCase(null, "+864718234567", "tuoketuo", TestName = "The_centre_is_that_of(the longest area that fits)")]
    [TestCase(null, "+864721234567", "region", TestName = "The_centre_is_that_of(another area)")]
    [TestCase(null, "+862112345678", "region", TestName = "The_centre_is_that_of(the region, from elsewhere)")]
    [TestCase(null, "+8614718234567", "region", TestName = "The_centre_is_that_of(the region, from a mobile)")]
    [TestCase(null, "14718234567", "region", TestName = "The_centre_is_that_of(the region, from a mobile without country)")]
    [TestCase(null, null, "region", TestName = "The_centre_is_that_of(the region, withheld)")]
    public void The_centre_is_that_of(string? line, string? caller, string centre)
    {
        var number = PhoneNumber.TryParse(caller, out var parsed) ? parsed : null;
        Assert.That(RoutePlan.CentreOf(Example, line, number), Is.EqualTo(centre));
    }
}
