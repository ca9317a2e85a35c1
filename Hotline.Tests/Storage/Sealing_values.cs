using System.Text;
using System.Text.Json;
using Hotline.Core.Directory;
using Hotline.Core.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

[TestFixture]
public sealed class Sealing_values
{
    private static readonly Guid Row = Guid.Parse("0197c0de000070008000000000000001");

    internal static SealingKeys Keys(string active = "k1", params (string Id, string? Secret)[] others)
    {
        var keys = new Dictionary<string, byte[]?> { [active] = Secret(active) };
        foreach (var (id, secret) in others) keys[id] = secret is null ? null : Secret(secret);
        return new SealingKeys(new KeyFile(active, keys, Secret("index")));
    }

    private static byte[] Secret(string name) => Encoding.UTF8.GetBytes(name.PadRight(32, '.'))[..32];

    [Test]
    public void Open_where_they_were_sealed()
    {
        var sealing = new Sealing(Keys());
        Assert.That(sealing.Open(sealing.Seal("她说……", "notes.text", Row), "notes.text", Row), Is.EqualTo(new Sealed.Opened("她说……")));
    }

    [Test]
    public void Never_look_the_same_twice()
    {
        var sealing = new Sealing(Keys());
        Assert.That(Enumerable.Range(0, 100).Select(_ => sealing.SealText("x", "p", Row)), Is.Unique);
    }

    [Test]
    public void Do_not_open_in_another_row_or_column()
    {
        var sealing = new Sealing(Keys());
        var value = sealing.Seal("x", "calls.number", Row);
        Assert.That(sealing.Open(value, "notes.text", Row), Is.EqualTo(new Sealed.Broken()));
        Assert.That(sealing.Open(value, "calls.number", Guid.Empty), Is.EqualTo(new Sealed.Broken()));
    }

    [Test]
    public void Do_not_open_when_any_bit_is_changed_or_any_byte_is_missing()
    {
        var sealing = new Sealing(Keys("k1", ("k2", "k2")));
        var value = sealing.Seal("x", "p", Row);
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            var changed = (byte[])value.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(sealing.Open(changed, "p", Row), Is.Not.InstanceOf<Sealed.Opened>(), $"bit {bit}");
        }
        for (var length = 0; length < value.Length; length++)
            Assert.That(sealing.Open(value.AsSpan(0, length), "p", Row), Is.Not.InstanceOf<Sealed.Opened>(), $"length {length}");
        Assert.That(sealing.OpenText("not base64url!", "p", Row), Is.EqualTo(new Sealed.Broken()));
    }

    [Test]
    public void Stay_readable_after_a_rotation_until_their_key_is_destroyed()
    {
        var old = new Sealing(Keys("k1")).Seal("x", "p", Row);
        Assert.That(new Sealing(Keys("k2", ("k1", "k1"))).Open(old, "p", Row), Is.EqualTo(new Sealed.Opened("x")));
        Assert.That(new Sealing(Keys("k2", ("k1", null))).Open(old, "p", Row), Is.EqualTo(new Sealed.Destroyed("k1")));
        Assert.That(new Sealing(Keys("k2")).Open(old, "p", Row), Is.EqualTo(new Sealed.KeyMissing("k1")));
    }

    [Test]
    public void Do_not_show_when_their_outcome_is_printed() => Assert.That(new Sealed.Opened("secret").ToString(), Is.EqualTo("Opened"));

    [TestCase("+8613812345678", "008613812345678", "8613812345678", "13812345678", "+86 138-1234-5678", "013812345678")]
    [TestCase("+864711234567", "04711234567", "0471-1234567", "+860471 1234567")]
    [TestCase("+12025550123", "0012025550123")]
    [TestCase("12338")]
    public void One_number_has_one_key_however_it_is_spelled(params string[] spellings)
    {
        var index = new NumberIndex(Keys());
        Assert.That(spellings.Select(s => index.KeyOf(Number(s))).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Different_numbers_and_different_installations_have_different_keys()
    {
        string[] numbers = ["+8613812345678", "+8613812345679", "+12025550123", "12025550123", "12338", "12345"];
        var index = new NumberIndex(Keys());
        Assert.That(numbers.Select(n => index.KeyOf(Number(n))), Is.Unique);
        var elsewhere = new NumberIndex(new SealingKeys(new KeyFile("k1", new Dictionary<string, byte[]?> { ["k1"] = Secret("k1") }, Secret("other"))));
        Assert.That(elsewhere.KeyOf(Number("12338")), Is.Not.EqualTo(index.KeyOf(Number("12338"))));
    }

    [Test]
    public void A_number_goes_through_json_and_comes_back_whole()
    {
        var keys = Keys();
        var numbers = new NumberSealing(new Sealing(keys), new NumberIndex(keys));
        var kept = numbers.Seal(Number("+8613812345678"), NumberSealing.OfCall, Row);
        var told = JsonSerializer.Deserialize<SealedNumber>(JsonSerializer.Serialize(kept))!;

        Assert.That(Sealing.TryDecode(told.Sealed, out var bytes), Is.True);
        Assert.That(numbers.Open(bytes, NumberSealing.OfCall, Row, out var number), Is.InstanceOf<Sealed.Opened>());
        Assert.That(number!.Reveal(), Is.EqualTo("+8613812345678"));
        Assert.That(kept.Mask, Is.EqualTo("138····5678"));
    }

    private static PhoneNumber Number(string text) => PhoneNumber.TryParse(text, out var number) ? number : throw new ArgumentException(text);
}
