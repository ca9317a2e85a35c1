using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Hotline.Api.Voice;
using Hotline.Core.Calls;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Messages;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Voice;

/// <summary>What the carrier got for one request.</summary>
internal sealed record Answered(HttpStatusCode Status, string Body, MediaTypeHeaderValue? Type)
{
    public XElement Document => XDocument.Parse(Body).Root!;

    public IReadOnlyList<string> Verbs => [.. Document.Elements().Select(verb => verb.Name.LocalName)];

    /// <summary>Everything spoken, in order.</summary>
    public string Spoken => string.Join("|", Document.Descendants("Say").Select(say => say.Value));

    /// <summary>Where silence leads.</summary>
    public string Next => Document.Elements("Redirect").Single().Value.Split('#')[0];

    /// <summary>Where a key leads.</summary>
    public string OnKey => Document.Elements("Gather").First().Attribute("action")!.Value.Split('#')[0];
}

/// <summary>The whole host on a real Redis, and a carrier before it that signs by its own hand.</summary>
internal sealed class VoiceHost : IAsyncDisposable
{
    public const string Base = "https://hotline.test";
    public const string Account = "AC00000000000000000000000000000001";
    public const string Key = "carrier-key";

    private readonly Factory _factory;
    private readonly HttpClient _client;
    private static int _legs;

    private VoiceHost(Factory factory) => (_factory, _client) = (factory, factory.CreateClient());

    public ScriptedTelephony Carrier => _factory.Carrier;
    public ScriptedRecordings Recordings => _factory.Recordings;
    public IServiceProvider Services => _factory.Services;

    /// <summary>Every line the host has logged.</summary>
    public IReadOnlyCollection<string> Logged => _factory.Logged.Lines;
    public CallFlow Flow => Services.GetRequiredService<CallFlow>();
    public Desks Desks => Services.GetRequiredService<Desks>();
    public HttpClient Client => _client;

    public static Task<VoiceHost> OpenAsync(RedisServer redis, string? prompts = null, params (string Key, string Value)[] settings) =>
        Task.FromResult(new VoiceHost(new Factory(redis, prompts, settings)));

    public static string NewLeg() => $"CA{Interlocked.Increment(ref _legs):x32}";

    /// <summary>A caller's request as the carrier makes it. <paramref name="url"/>: absolute as told to the carrier, or a path.</summary>
    public Task<Answered> AskAsync(string url, string leg, string? digits = null, params (string, string)[] more) => PostAsync(url, digits is null
        ? [.. Standard(leg), .. more]
        : [.. Standard(leg), ("Digits", digits), .. more]);

    public async Task<Answered> PostAsync(string url, (string Name, string Value)[] fields, string? signature = "", string key = Key)
    {
        var target = url.StartsWith(Base, StringComparison.Ordinal) ? url[Base.Length..] : url;
        target = target.Split('#')[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, target)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (signature is not null) request.Headers.Add("X-Twilio-Signature", signature.Length > 0 ? signature : Sign(target, fields, key));
        using var response = await _client.SendAsync(request);
        return new Answered(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType);
    }

    /// <summary>The status of a POST whose request line says just this; an HTTP client would tidy it.</summary>
    public async Task<int> RawAsync(string target, (string Name, string Value)[] fields, string signature)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var body = await new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))).ReadAsByteArrayAsync();
        var answered = await _factory.Server.SendAsync(http =>
        {
            http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
            (http.Request.Method, http.Request.Path, http.Request.QueryString) = ("POST", target[..question], new QueryString(target[question..]));
            (http.Request.ContentType, http.Request.ContentLength, http.Request.Body) = ("application/x-www-form-urlencoded", body.Length, new MemoryStream(body));
            http.Request.Headers["X-Twilio-Signature"] = signature;
        });
        return answered.Response.StatusCode;
    }

    /// <summary>A call's status callback.</summary>
    public Task<Answered> StatusAsync(string leg, string status, string query = "", params (string, string)[] more) =>
        PostAsync("/twilio/voice/status" + query, [.. Standard(leg).Where(field => field.Item1 != "CallStatus"), ("CallStatus", status), .. more]);

    public static (string, string)[] Standard(string leg, string account = Account) =>
    [
        ("CallSid", leg), ("AccountSid", account), ("From", NumberOf(leg)), ("To", "+864718812338"),
        ("CallStatus", "in-progress"), ("Direction", "inbound"), ("ApiVersion", "2010-04-01"),
    ];

    /// <summary>Everybody calls from her own number.</summary>
    public static string NumberOf(string leg) => $"+8613{leg.Aggregate(17u, (sum, letter) => (sum * 31) + letter) % 10_000_000:0000000}78";

    public static string Sign(string target, (string Name, string Value)[] fields, string key = Key)
    {
        var text = Base + target + string.Concat(fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + field.Value));
#pragma warning disable CA5350 // The carrier's algorithm.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    /// <summary>Callers in a lane by skill; nobody while the live state cannot be reached.</summary>
    public async Task<Dictionary<string, int>> WaitingAsync() =>
        (await Desks.ReadBoardAsync("main"))?.Lanes.Where(lane => lane.Waiting > 0).GroupBy(lane => lane.Skill).ToDictionary(g => g.Key, g => g.Sum(lane => lane.Waiting)) ?? [];

    /// <summary>A caller who dials and presses a key (null: silence). What she hears then.</summary>
    public async Task<(string Leg, Answered Waiting)> CallerChoosesAsync(string? digits)
    {
        var leg = NewLeg();
        var greeting = await AskAsync("/twilio/voice/incoming", leg);
        return (leg, await AskAsync(digits is null ? greeting.Next : greeting.OnKey, leg, digits));
    }

    public async Task<StaffId> OperatorIsReadyAsync(Skill skill)
    {
        var staff = StaffId.New(TimeProvider.System);
        await Desks.KeepAsync(staff, "main", [new SkillLevel(skill, 2)], $"sip:{staff}@desk.test");
        await Desks.SetPresenceAsync(staff, Core.Agents.Presence.Ready, null);
        return staff;
    }

    /// <summary>Offered and accepted: the operator's telephone rings.</summary>
    public async Task<(CallId Call, long Token, string OperatorLeg)> AcceptAsync(StaffId staff)
    {
        var offer = (await Desks.ReadAsync(staff))!.Call!;
        await Desks.AcceptAsync(staff, offer.Call, offer.Token, CancellationToken.None);
        return (offer.Call, offer.Token, ScriptedTelephony.OperatorLeg(offer.Call, offer.Token).Value);
    }

    public Task<Answered> ConferenceAsync(CallId call, string told, string leg, int sequence, string conference = "CF1", params (string, string)[] more) =>
        PostAsync($"/twilio/conference?call={call}",
        [
            ("ConferenceSid", conference), ("FriendlyName", call.ToString()), ("AccountSid", Account), ("StatusCallbackEvent", told), ("CallSid", leg),
            ("SequenceNumber", sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Timestamp", "Mon, 04 May 2026 03:02:01 +0000"), .. more,
        ]);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _factory.DisposeAsync();
    }

    private sealed class Factory(RedisServer redis, string? prompts, (string Key, string Value)[] settings) : WebApplicationFactory<CallerWay>
    {
        private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("hotline-voice-").FullName;

        public ScriptedTelephony Carrier { get; } = new();

        public ScriptedRecordings Recordings { get; } = new();

        public LogBook Logged { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in new Dictionary<string, string?>
            {
                ["ConnectionStrings:Redis"] = redis.ConnectionString,
                ["ConnectionStrings:Sql"] = $"Data Source={Path.Combine(_folder, "record.db")}",
                ["Storage:Provider"] = "Sqlite",
                ["Sealing:KeyFile"] = Path.Combine(_folder, "keys.json"),
                ["Sealing:CreateKeyFile"] = "true",
                ["Twilio:AccountSid"] = Account,
                ["Twilio:AuthToken"] = Key,
                ["Twilio:PublicBaseUrl"] = Base,
                ["Twilio:From"] = "+864718812338",
                ["Voice:PromptsPath"] = prompts,
            }) builder.UseSetting(key, value);
            foreach (var (key, value) in settings) builder.UseSetting(key, value);
            builder.ConfigureTestServices(services => services.AddSingleton<ITelephony>(Carrier).AddSingleton<IRecordings>(Recordings));
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logged));
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }
}

internal sealed class LogBook : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        _lines.Enqueue(state.ToString() ?? "");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}

/// <summary>Specs of the voice endpoints: one real Redis and one host for the fixture, wiped before each test.</summary>
internal abstract class OnVoiceHost
{
    protected RedisServer Redis { get; private set; } = null!;
    protected VoiceHost Host { get; private set; } = null!;

    [NUnit.Framework.OneTimeSetUp]
    public async Task StartAsync()
    {
        Redis = await RedisServer.StartAsync();
        Host = await VoiceHost.OpenAsync(Redis);
    }

    [NUnit.Framework.SetUp]
    public Task WipeAsync() => Redis.FlushAllAsync();

    [NUnit.Framework.OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
    }
}
