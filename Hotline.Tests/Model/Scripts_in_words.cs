using System.Text.Json;
using Hotline.Core.Calls;
using NUnit.Framework;

namespace Hotline.Tests.Model;

/// <summary>The written form of scripts, their shortening, and the model itself, without any host.</summary>
internal sealed class Scripts_in_words
{
    [Test]
    public void Are_read_back_as_they_were_written()
    {
        var mix = new Mix();
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var text = mix.Script(seed).ToString();
            Assert.That(Script.Parse(text).ToString(), Is.EqualTo(text));
        }
        Assert.That(new Mix().Script(7).ToString(), Is.EqualTo(mix.Script(7).ToString()), "a seed is a script");
    }

    [TestCase("C arrive c1", "host A or B")]
    [TestCase("A dance c1", "no such verb; allowed: arrive")]
    [TestCase("A accept c1", "accept is about o1…o9")]
    [TestCase("A accept o1 gladly", "may be followed by nothing, old, o1")]
    public void That_are_wrong_say_what_is_allowed(string text, string why) =>
        Assert.That(() => Script.Parse("A keep o1; " + text), Throws.TypeOf<FormatException>().With.Message.Contains(why));

    [Test]
    public async Task Are_shortened_to_what_matters()
    {
        var script = new Mix().Script(3);
        static bool Fails(Script s)
        {
            var steps = s.Volleys.SelectMany(v => v).ToList();
            var arrived = steps.FindIndex(x => x.Verb == "arrive");
            return arrived >= 0 && steps.FindIndex(arrived, x => x.Verb == "accept") >= 0;
        }
        Assert.That(Fails(script), Is.True);
        var shortest = await Shrinker.ShrinkAsync(script, s => Task.FromResult(Fails(s)));
        Assert.That(shortest.Length, Is.EqualTo(2));
        Assert.That(shortest.Volleys.SelectMany(v => v).Select(s => s.Host), Is.All.EqualTo('A'));
    }

    [TestCase("desk o Off>Ready; offered c 5", "to a desk that is Ready")]
    [TestCase("wish o; desk o Off>Ready; desk o Ready>Offered; offered c 5; offered c 6", "the call is Offered")]
    [TestCase("wish o; desk o Off>Ready; desk o Ready>Offered; offered c 5; accepted c 4", "the call is Offered, token 5")]
    [TestCase("wish o; desk o Off>Ready; desk o Ready>Offered; offered c 5; accepted c 5; connected c 5", "in no conference together")]
    [TestCase("desk o Off>Ready", "against her wish")]
    [TestCase("fact f; fact f", "the same fact twice")]
    [TestCase("raised e Key; raised f Key", "while e is open")]
    [TestCase("raised e Key; cause e Key", "the same cause twice")]
    [TestCase("raised e Key; acknowledged e o; acknowledged e p", "o has it")]
    [TestCase("raised e Key; acknowledged e o; paged e console", "paged while o has it")]
    [TestCase("raised e Key; closed e o", " has it")]
    [TestCase("raised e Key; acknowledged e o; closed e o; cause e Dropped", "of one that is closed")]
    [TestCase("raised e Key; wipe; cause e Dropped", "of one that is lost")]
    [TestCase("raised e Key; wipe; raised f Operator; joined e f", "does not stand for both")]
    public void The_model_refuses_what_cannot_be(string log, string why)
    {
        var model = new LogModel();
        var n = 0;
        void Apply(string kind, string call = "", string desk = "", string fact = "", object? detail = null) =>
            model.Apply(new LogEvent($"{++n}-0", kind, n, call, desk, fact, JsonSerializer.SerializeToElement(detail ?? new { })));
        Apply(EventKind.Arrived, "c", detail: new { leg = "L" });
        Apply(EventKind.Waiting, "c", detail: new { lane = "main/legal/1" });
        foreach (var words in log.Split("; ").Select(e => e.Split(' ')))
        {
            if (words[0] == "wipe") model.Wiped();
            else if (words[0] is "raised" or "cause") Apply("escalation." + words[0], "c", detail: new { escalation = words[1], cause = words[2] });
            else if (words[0] is "acknowledged" or "closed") Apply("escalation." + words[0], "c", words[2], detail: new { escalation = words[1], who = words[2] });
            else if (words[0] == "paged") Apply("escalation.paged", "c", detail: new { escalation = words[1], how = words[2] });
            else if (words[0] == "joined") Apply("escalation.closed", "c", detail: new { escalation = words[1], into = words[2] });
            else if (words[0] == "wish") model.Desk(words[1]).Wishes.Add("Ready");
            else if (words[0] == "fact") Apply(EventKind.LegRinging, "c", fact: words[1]);
            else if (words[0] == "desk") Apply(EventKind.Desk, desk: words[1], detail: new { from = words[2].Split('>')[0], to = words[2].Split('>')[1], reason = "" });
            else Apply("call." + words[0], words[1], "o", detail: new { token = long.Parse(words[2], null) });
        }
        Assert.That(model.Faults, Has.Some.Contains(why));
    }
}
