using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Browser_telephone_token
{
    private static readonly TwilioOptions Settings = new() { AccountSid = "ACacct", ApiKeySid = "SKkey", ApiKeySecret = "secret" };

    [Test]
    public void Has_the_carriers_layout_and_our_signature()
    {
        var parts = Token(Settings).Create("op_1", TimeSpan.FromHours(1)).Split('.');

        Assert.That(parts, Has.Length.EqualTo(3));
        Assert.That(Text(parts[0]), Is.EqualTo("""{"alg":"HS256","typ":"JWT","cty":"twilio-fpa;v=1"}"""));
        Assert.That(Text(parts[1]), Is.EqualTo(
            """{"jti":"SKkey-1700000000","iss":"SKkey","sub":"ACacct","iat":1700000000,"exp":1700003600,"grants":{"identity":"op_1","voice":{"incoming":{"allow":true}}}}"""));
        Assert.That(Base64Url.DecodeFromChars(parts[2]),
            Is.EqualTo(HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"))));
    }

    [Test]
    public void Is_unavailable_without_an_api_key()
    {
        var token = Token(new TwilioOptions { AccountSid = "ACacct" });
        Assert.That(token.Available, Is.False);
        Assert.That(() => token.Create("op_1", TimeSpan.FromHours(1)), Throws.InvalidOperationException);
    }

    [TestCase("")]
    [TestCase("op 1")]
    [TestCase("操作员")]
    public void Refuses_an_identity_the_carrier_would_refuse(string identity) =>
        Assert.That(() => Token(Settings).Create(identity, TimeSpan.FromHours(1)), Throws.ArgumentException);

    [TestCase(0)]
    [TestCase(25)]
    public void Lives_at_most_a_day(int hours) =>
        Assert.That(() => Token(Settings).Create("op_1", TimeSpan.FromHours(hours)), Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static TwilioVoiceToken Token(TwilioOptions settings) => new(Options.Create(settings), new StoppedClock());

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    }
}
