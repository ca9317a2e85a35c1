using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

public sealed class Twilio_settings
{
    [Test]
    public void That_are_complete_give_a_working_port() =>
        Assert.That(Services([]).GetRequiredService<ITelephony>(), Is.InstanceOf<TwilioTelephony>());

    [TestCase("Twilio:AccountSid", "", "Twilio__AccountSid")]
    [TestCase("Twilio:AccountSid", "AC/../x", "Twilio__AccountSid")]
    [TestCase("Twilio:AuthToken", "", "Twilio__AuthToken")]
    [TestCase("Twilio:AuthToken", "hush hush", "Twilio__AuthToken")]
    [TestCase("Twilio:SecondAuthToken", "s3cret", "Twilio__SecondAuthToken")]
    [TestCase("Twilio:ApiBaseUrl", "api.twilio.com", "Twilio__ApiBaseUrl")]
    [TestCase("Twilio:PublicBaseUrl", "", "Twilio__PublicBaseUrl must be an absolute http(s) URL without a query, e.g. https://hotline.example.cn")]
    [TestCase("Twilio:PublicBaseUrl", "ftp://hotline.test", "Twilio__PublicBaseUrl")]
    [TestCase("Twilio:PublicBaseUrl", "https://hotline.test?x=1", "Twilio__PublicBaseUrl")]
    [TestCase("Twilio:From", "hotline", "Twilio__From")]
    [TestCase("Twilio:ApiKeySid", "SK1", "Twilio__ApiKeySecret")]
    public void That_are_wrong_are_refused_naming_the_key_and_no_value(string key, string value, string named)
    {
        var error = Assert.Throws<OptionsValidationException>(() => _ = Services(new() { [key] = value }).GetRequiredService<IOptions<TwilioOptions>>().Value);
        Assert.That(error.Message, Does.Contain(named).And.Not.Contain("s3cret").And.Not.Contain("hush"));
    }

    private static ServiceProvider Services(Dictionary<string, string?> changed)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = "AC0123456789",
            ["Twilio:AuthToken"] = "s3cret",
            ["Twilio:PublicBaseUrl"] = "https://hotline.test/",
            ["Twilio:From"] = "12338",
        };
        foreach (var (key, value) in changed) settings[key] = value;
        return new ServiceCollection().AddLogging()
            .AddTwilioTelephony(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }
}
