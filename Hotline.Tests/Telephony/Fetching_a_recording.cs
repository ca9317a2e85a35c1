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

    [Test]
    public async Task Deletes_by_its_name()
    {
        _carrier.Answers = (_, _) => new HttpResponseMessage(HttpStatusCode.NoContent);
        Assert.That(await Recordings.DeleteAsync("RE1", CancellationToken.None), Is.True);
        Assert.That(_carrier.Asked.Single().ToString(), Is.EqualTo($"DELETE {ScriptedCarrier.Prefix}/Recordings/RE1.json"));
    }

    private static HttpResponseMessage Sound(string type, int length) => new(HttpStatusCode.OK)
    {
        Content = new ByteArrayContent(new byte[length]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
    };
}
