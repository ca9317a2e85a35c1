using System.Text.Json;
using Hotline.Core.Routing.Policy;
using Hotline.Tests.Architecture;
using NUnit.Framework;

namespace Hotline.Tests.Policy;

internal sealed class Reading_a_policy
{
    [Test]
    public void Gives_back_what_was_written()
    {
        var text = PolicyJson.Write(Policies.Example);
        Assert.That(PolicyJson.Write(PolicyJson.Read<RoutingPolicy>(text)), Is.EqualTo(text));
        Assert.That(text, Does.Contain("\"closedOnHolidays\":true").And.Contain("\"days\":[\"mon\",\"tue\"").And.Contain("\"kind\":\"workday\"").And.Contain("\"to\":\"level\""));
    }

    [Test]
    public void Gives_back_people_on_call_and_their_ladders()
    {
        var text = PolicyJson.Write(Policies.Paging);
        Assert.That(PolicyJson.Write(PolicyJson.Read<RoutingPolicy>(text)), Is.EqualTo(text));
        Assert.That(text, Does.Contain("""{"level":"onCall","seconds":45,"people":["wang","li"]}""").And.Contain("\"centre\":\"hohhot\",\"steps\":[{\"level\":\"supervisors\""));
    }

    [Test]
    public void Takes_what_is_absent_for_empty_or_its_default()
    {
        var policy = PolicyJson.Read<RoutingPolicy>("{}");
        Assert.That((policy.Centres.Count, policy.Returning.CounsellorDays, policy.CallBack.Enabled, policy.Desk.RiskWrapUpSeconds), Is.EqualTo((0, 30, true, 900)));
    }

    [Test]
    public void Takes_the_example_of_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(SourceFile.Root, "README.md"));
        var policy = PolicyJson.Read<RoutingPolicy>(readme.Split("```json")[1].Split("```")[0]);
        Assert.That(PolicyCheck.Faults(policy), Is.Empty);
        Assert.That(policy.Centres.Select(c => c.Code), Is.EqualTo(new[] { "nmg", "hohhot" }));
    }

    [TestCase("""{"centers":[]}""", "centers", TestName = "Refuses(a field nobody knows)")]
    [TestCase("""{"lanes":[{"centre":"*","skill":"legal","close":[]}]}""", "lanes[0].close", TestName = "Refuses(a field nobody knows, inside)")]
    [TestCase("""{"Centres":[]}""", "Centres", TestName = "Refuses(a field in another case)")]
    [TestCase("""{"centres":[{"code":7}]}""", "centres[0].code", TestName = "Refuses(a number for a text)")]
    [TestCase("""{"lanes":[{"level":"2"}]}""", "lanes[0].level", TestName = "Refuses(a text for a number)")]
    [TestCase("""{"lanes":[{"level":1.5}]}""", "lanes[0].level", TestName = "Refuses(a fraction)")]
    [TestCase("""{"lanes":[{"level":99999999999}]}""", "lanes[0].level", TestName = "Refuses(a number beyond all)")]
    [TestCase("""{"centres":{}}""", "centres", TestName = "Refuses(an object for a list)")]
    [TestCase("""{"centres":null}""", "centres", TestName = "Refuses(null for a list)")]
    [TestCase("""{"centres":[{"code":null}]}""", "centres[0].code", TestName = "Refuses(null for a text)")]
    [TestCase("""{"centres":[{"lines":["12338",null]}]}""", "centres[0].lines[1]", TestName = "Refuses(null in a list)")]
    [TestCase("""{"lanes":[{"steps":[{"to":"sideways"}]}]}""", "lanes[0].steps[0].to", TestName = "Refuses(a step there is not)")]
    [TestCase("""{"lanes":[{"steps":[{"to":2}]}]}""", "lanes[0].steps[0].to", TestName = "Refuses(a number for a name)")]
    [TestCase("""{"lanes":[{"steps":[{"afterSeconds":2}]}]}""", "lanes[0].steps[0]", TestName = "Refuses(a step that leads nowhere)")]
    [TestCase("""{"hours":[{"open":[{"days":["mon","someday"]}]}]}""", "hours[0].open[0].days[1]", TestName = "Refuses(a day there is not)")]
    [TestCase("""{"crisis":{"oncall":[]}}""", "crisis.oncall", TestName = "Refuses(a field of paging nobody knows)")]
    [TestCase("""{"crisis":{"onCall":[{"id":"a","phones":"1"}]}}""", "crisis.onCall[0].phones", TestName = "Refuses(a field of somebody on call nobody knows)")]
    [TestCase("""{"crisis":{"onCall":[{"call":"yes"}]}}""", "crisis.onCall[0].call", TestName = "Refuses(a text for a yes)")]
    [TestCase("""{"crisis":{"ladders":[{"steps":[{"seconds":20}]}]}}""", "crisis.ladders[0].steps[0]", TestName = "Refuses(a step that pages nobody)")]
    [TestCase("""{"crisis":{"ladders":[{"steps":[{"level":"oncall"}]}]}}""", "crisis.ladders[0].steps[0].level", TestName = "Refuses(a level there is not)")]
    [TestCase("""{"crisis":{"ladders":[{"steps":[{"level":1}]}]}}""", "crisis.ladders[0].steps[0].level", TestName = "Refuses(a number for a level)")]
    [TestCase("""{"crisis":null}""", "crisis", TestName = "Refuses(null for paging)")]
    [TestCase("""{"flood":{"perNumber":2,"perNumber":3}}""", "flood.perNumber", TestName = "Refuses(a field twice)")]
    [TestCase("null", "policy", TestName = "Refuses(nothing)")]
    [TestCase("{", "policy", TestName = "Refuses(half of it)")]
    [TestCase("", "policy", TestName = "Refuses(an empty text)")]
    public void Refuses(string text, string path)
    {
        var refusal = Assert.Throws<JsonException>(() => PolicyJson.Read<RoutingPolicy>(text));
        Assert.That(PolicyJson.PathOf(refusal!), Is.EqualTo(path));
    }
}
