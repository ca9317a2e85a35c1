using System.Text;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>A scan that finds nothing proves something only if it would have found it.</summary>
internal sealed class The_canary_scan
{
    private static readonly Canary[] Canaries =
        [new("number", "13799912345"), new("note", "夜莺密语\"她说\"一号"), new("key", "s3cr3t/+key-of-the-account-0042"), new("reason", "canary reason 5512")];

    private string _file = "";

    [SetUp]
    public void MakeFile() => _file = Path.GetTempFileName();

    [TearDown]
    public void RemoveFile() => File.Delete(_file);

    [TestCase("number", "{\"Message\":\"call from +8613799912345 arrived\"}")]
    [TestCase("number", "POST /twilio/voice/incoming?From=%2B8613799912345 403")]
    [TestCase("number", "her number is 137 9991 2345")]
    [TestCase("number", "tel:137-9991-2345")]
    [TestCase("note", "saving 夜莺密语\"她说\"一号 failed")]
    [TestCase("note", "{\"Text\":\"\\u591C\\u83BA\\u5BC6\\u8BED\\u0022\\u5979\\u8BF4\\u0022\\u4E00\\u53F7\"}")]
    [TestCase("note", "{\"Text\":\"\\u591c\\u83ba\\u5bc6\\u8bed\\u0022\\u5979\\u8bf4\\u0022\\u4e00\\u53f7\"}")]
    [TestCase("note", "text=%E5%A4%9C%E8%8E%BA%E5%AF%86%E8%AF%AD%22%E5%A5%B9%E8%AF%B4%22%E4%B8%80%E5%8F%B7")]
    [TestCase("reason", "reason=canary+reason+5512")]
    [TestCase("key", "password=s3cr3t/+key-of-the-account-0042,ssl=true")]
    public void Bites_on_every_spelling(string name, string line)
    {
        File.WriteAllText(_file, $"an innocent line\n{line}\nanother\n");
        var found = CanaryScan.Find([_file], Canaries);
        Assert.That(found, Has.Count.EqualTo(1).And.Some.StartsWith($"{name} in "));
    }

    [Test]
    public void Bites_on_what_is_wrapped_up([Values("", "A", "AB", "AC00000000000000000000000000012338:")] string before)
    {
        File.WriteAllText(_file, $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}s3cr3t/+key-of-the-account-0042@"))}");
        Assert.That(CanaryScan.Find([_file], Canaries), Has.Some.StartsWith("key in "));
    }

    [Test]
    public void Bites_on_wide_characters_and_in_the_middle_of_anything()
    {
        File.WriteAllBytes(_file, [0xff, 0x00, 0x9c, .. Encoding.Unicode.GetBytes("13799912345"), 0xfe]);
        Assert.That(CanaryScan.Find([_file], Canaries), Has.Some.StartsWith("number in "));
    }

    [Test]
    public void Lets_a_masked_number_pass()
    {
        File.WriteAllText(_file, "{\"Message\":\"137\\u00B7\\u00B7\\u00B7\\u00B72345, 夜莺, canary\"}");
        Assert.That(CanaryScan.Find([_file], Canaries), Is.Empty);
    }
}
