using System.Net;
using System.Net.Http.Headers;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using NUnit.Framework;

namespace Hotline.Tests.Telephony;

internal sealed class Fetching_a_recording
{
    private ScriptedCarrier _carrier = new();

    [SetUp]
    public void AnotherCarrier() => _carrier = new ScriptedCarrier();

    [TearDown]
    public void Close() => _carrier.Dispose();

    private TwilioRecordings Recordings => new(_carrier.Rest());

    [TestCase("audio/mpeg", RecordingType.Mp3)]
    [TestCase("audio/x-wav", RecordingType.Wav)]
    public async Task Gives_its_sound_and_our_name_of_its_type(string type, string ours)
    {
        _carrier.Answers = (_, _) => Sound(type, 100);
        var got = (RecordingAnswer.Got)await Recordings.FetchAsync("RE1", CancellationToken.None);
        Assert.That((got.Sound.Length, got.Type), Is.EqualTo((100, ours)));
        var asked = _carrier.Asked.Single();
        Assert.That((asked.Method, asked.Path), Is.EqualTo((HttpMethod.Get, $"{ScriptedCarrier.Prefix}/Recordings/RE1.mp3")));
        Assert.That(asked.Authorization, Does.StartWith("Basic "));
    }

    [Test]
    public async Task Takes_nothing_else_and_nothing_longer()
    {
        foreach (var answer in new[] { () => Sound("audio/ogg", 10), () => Sound("audio/mpeg", RecordingType.MostBytes + 1), () => Sound("audio/mpeg", 0), () => ScriptedCarrier.Json(200, "{}") })
        {
            _carrier.Answers = (_, _) => answer();
            Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>());
        }
    }

    [Test]
    public async Task Tells_apart_what_is_not_there_and_a_carrier_in_trouble()
    {
        _carrier.Answers = (_, _) => ScriptedCarrier.Error(404, 20404);
        Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotThere>());
        Assert.That(await Recordings.DeleteAsync("RE1", CancellationToken.None), Is.True, "it was deleted before");
        _carrier.Answers = (_, _) => ScriptedCarrier.Error(500, 20500);
        Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>());
        Assert.That(await Recordings.DeleteAsync("RE1", CancellationToken.None), Is.False);
    }

    [TestCase(301), TestCase(302), TestCase(303), TestCase(307), TestCase(308)]
    public async Task Is_led_once_to_where_the_carrier_keeps_it_without_our_credentials(int status)
    {
        _carrier.Answers = (_, n) => n == 0 ? Elsewhere(status, "https://media.test/kept/RE1.mp3?signature=s1") : Sound("audio/mpeg", 100);
        var got = (RecordingAnswer.Got)await Recordings.FetchAsync("RE1", CancellationToken.None);
        Assert.That(got.Sound.Length, Is.EqualTo(100));
        Assert.That(_carrier.Asked.Select(a => (a.Method, a.Path, a.Query)), Is.EqualTo(new[]
        {
            (HttpMethod.Get, $"{ScriptedCarrier.Prefix}/Recordings/RE1.mp3", ""), (HttpMethod.Get, "/kept/RE1.mp3", "?signature=s1"),
        }));
        Assert.That(_carrier.Asked.Select(a => a.Authorization is null), Is.EqualTo(new[] { false, true }));
    }

    [TestCase("http://media.test/RE1.mp3")]
    [TestCase("http://127.0.0.1/RE1.mp3", Description = "this machine, and the carrier is not on it")]
    [TestCase("http://carrier.test/RE1.mp3")]
    [TestCase("ftp://media.test/RE1.mp3")]
    [TestCase("/RE1.mp3", Description = "the carrier's own address is http here")]
    [TestCase(null)]
    public async Task Is_led_nowhere_but_to_https(string? to)
    {
        _carrier.Answers = (_, _) => Elsewhere(307, to);
        Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>(), "it stays to be fetched");
        Assert.That(_carrier.Asked, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Is_led_once_and_no_further_and_what_is_refused_there_is_asked_for_anew()
    {
        _carrier.Answers = (_, _) => Elsewhere(307, "https://media.test/RE1.mp3");
        Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>());
        Assert.That(_carrier.Asked, Has.Count.EqualTo(2));
        _carrier.Asked.Clear();
        _carrier.Answers = (_, n) => n == 0 ? Elsewhere(307, "https://media.test/RE1.mp3") : new HttpResponseMessage(HttpStatusCode.Forbidden);
        Assert.That(await Recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>(), "its signature is too old");
        Assert.That(await Recordings.DeleteAsync("RE1", CancellationToken.None), Is.False, "and nothing else is led anywhere");
    }

    /// <summary>Half of what opens a circuit would be enough: what fails there must not count for telephony.</summary>
    [Test]
    public async Task A_storage_in_trouble_stops_no_telephony()
    {
        var rest = _carrier.Rest();
        _carrier.Answers = (asked, _) => asked.Path.EndsWith("/RE1.mp3", StringComparison.Ordinal)
            ? asked.Path.StartsWith(ScriptedCarrier.Prefix, StringComparison.Ordinal) ? Elsewhere(307, "https://media.test/RE1.mp3") : ScriptedCarrier.Json(503, "")
            : ScriptedCarrier.Json(200, "{}");
        var recordings = new TwilioRecordings(rest);
        for (var i = 0; i < 3 * TwilioResilience.LeastSampled; i++) Assert.That(await recordings.FetchAsync("RE1", CancellationToken.None), Is.InstanceOf<RecordingAnswer.NotNow>());
        Assert.That(_carrier.Of(HttpMethod.Get, "/RE1.mp3").Count(a => a.Path == "/RE1.mp3"), Is.LessThan(3 * TwilioResilience.LeastSampled * (1 + TwilioResilience.MostRetries)), "its own circuit was open");
        Assert.That((await rest.GetAsync("look-up", "/Calls/CA1.json", CancellationToken.None)).Done, Is.True);
    }

    [Test]
    public async Task Deletes_by_its_name()
    {
        _carrier.Answers = (_, _) => new HttpResponseMessage(HttpStatusCode.NoContent);
        Assert.That(await Recordings.DeleteAsync("RE1", CancellationToken.None), Is.True);
        Assert.That(_carrier.Asked.Single().ToString(), Is.EqualTo($"DELETE {ScriptedCarrier.Prefix}/Recordings/RE1.json"));
    }

    private static HttpResponseMessage Elsewhere(int status, string? to)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status);
        if (to is not null) answer.Headers.Location = new Uri(to, UriKind.RelativeOrAbsolute);
        return answer;
    }

    private static HttpResponseMessage Sound(string type, int length) => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(new byte[length]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
    };
}
