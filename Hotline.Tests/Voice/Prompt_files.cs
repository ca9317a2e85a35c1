using System.Text.Json.Nodes;
using Hotline.Api.Voice;
using Hotline.Core.Starting;
using Hotline.Core.Telephony.Twilio;
using NUnit.Framework;

namespace Hotline.Tests.Voice;

internal sealed class Prompt_files
{
    private static string Shipped => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Voice", "prompts.json"));

    [Test]
    public void As_shipped_are_complete_and_fill_in_numbers()
    {
        var prompts = Prompts.Parse(Shipped);
        Assert.That(prompts[Prompt.AheadRange, ahead: 2, least: 3, most: 5], Is.EqualTo(new Say("前面还有2位,大约3到5分钟。", "Polly.Zhiyu-Neural", "cmn-CN")));
        Assert.That(Enumerable.Range(0, 6).Select(turn => prompts[Prompt.Comfort, turn]).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void May_be_recordings()
    {
        var prompts = Prompts.Parse(Changed("greeting", """{ "play": "https://media.test/mongolian/greeting.mp3" }"""));
        Assert.That(prompts[Prompt.Greeting], Is.EqualTo(new Play("https://media.test/mongolian/greeting.mp3")));
    }

    [TestCase("greeting", null, "'greeting' is missing")]
    [TestCase("ahead", """{ "text": "{minutes}", "voice": "v", "language": "cmn-CN" }""", "'ahead' has the placeholder {minutes}; it may have {ahead}")]
    [TestCase("hold", """{ "text": "{ahead}", "voice": "v", "language": "cmn-CN" }""", "'hold' has the placeholder {ahead}; it may have none")]
    [TestCase("hold", """{ "text": "{ahead", "voice": "v", "language": "cmn-CN" }""", "'hold' has the placeholder")]
    [TestCase("menu", """{ "text": "  ", "voice": "v", "language": "cmn-CN" }""", "'menu' has a text that is not 1 to 500")]
    [TestCase("menu", """{ "text": "好" }""", "'menu' needs voice and language")]
    [TestCase("menu", """{ "play": "a.mp3" }""", "'menu' has a play that is no absolute http(s) URL")]
    [TestCase("menu", """{ "text": "好", "play": "https://x.test/a.mp3" }""", "'menu' must have either text or play")]
    [TestCase("menu", """{ "txt": "好" }""", "'menu' must be { text, voice, language }")]
    [TestCase("menu", "[]", "'menu' needs at least one")]
    [TestCase("menu", "[null]", "'menu' must have either")]
    [TestCase("menu", "null", "'menu' must have either")]
    [TestCase("menu", "7", "'menu' must be")]
    [TestCase("page-answered", """{ "text": "有一个危机来电,请按1。", "voice": "v", "language": "cmn-CN" }""", "'page-answered' says '危机'")]
    [TestCase("page-thanks", """{ "text": "请打13800001234。", "voice": "v", "language": "cmn-CN" }""", "'page-thanks' has a number other than 12338")]
    [TestCase("page-taken", """{ "text": "{who}", "voice": "v", "language": "cmn-CN" }""", "'page-taken' has a place to fill in")]
    [TestCase("menyu", """{ "play": "https://x.test/a.mp3" }""", "'menyu' is not a prompt")]
    public void That_are_wrong_stop_the_start_naming_the_entry(string name, string? entry, string told) =>
        Assert.That(() => Prompts.Parse(Changed(name, entry)), Throws.InstanceOf<BadSettingException>().With.Message.Contains(told).And.Message.StartsWith(Prompts.Key));

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{")]
    public void That_are_no_prompts_at_all_stop_the_start(string text) =>
        Assert.That(() => Prompts.Parse(text), Throws.InstanceOf<BadSettingException>().With.Message.StartsWith(Prompts.Key));

    [Test]
    public void That_do_not_exist_are_named() =>
        Assert.That(() => Prompts.Load("/nowhere/prompts.json"), Throws.InstanceOf<BadSettingException>().With.Message.Contains("/nowhere/prompts.json"));

    private static string Changed(string name, string? entry)
    {
        var file = JsonNode.Parse(Shipped)!.AsObject();
        file.Remove(name);
        if (entry is not null) file[name] = JsonNode.Parse(entry);
        return file.ToJsonString();
    }
}
