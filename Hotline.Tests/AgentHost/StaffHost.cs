using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hotline.Agent.Hub;
using Hotline.Agent.Staff;
using Hotline.Core.Calls;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Tests.Messages;
using Hotline.Tests.Routing;
using Hotline.Tests.Servers;
using Hotline.Tests.Voice;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.AgentHost;

/// <summary>What hosts of one installation share besides Redis: the database file and the keys.</summary>
internal sealed class Installation : IDisposable
{
    public string Folder { get; } = System.IO.Directory.CreateTempSubdirectory("hotline-agent-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A whole staff-facing host on real sockets, a real Redis and a database file, with a scripted carrier.</summary>
internal sealed class StaffHost : IAsyncDisposable
{
    public const string Password = "correct-horse-9";

    private readonly Factory _factory;

    private StaffHost(Factory factory) => _factory = factory;

    public IServiceProvider Services => _factory.Services;
    public ScriptedTelephony Carrier => _factory.Carrier;
    public ScriptedRecordings Recordings => _factory.Recordings;
    public IReadOnlyCollection<string> Logged => _factory.Logged.Lines;
    public CallFlow Flow => Services.GetRequiredService<CallFlow>();
    public Uri Address => _factory.ClientOptions.BaseAddress;

    public static StaffHost Open(RedisServer redis, Installation installation, params (string, string)[] settings)
    {
        var factory = new Factory(redis, installation, settings);
        factory.UseKestrel(0);
        factory.StartServer();
        return new StaffHost(factory);
    }

    /// <summary>An account made as the commands make it.</summary>
    public async Task<StaffId> HasStaffAsync(string userName, string endpoint = "sip:1@desk.test", string skill = "legal", string centre = "main", params Role[] roles)
    {
        var outcome = await Services.GetRequiredService<Accounts>().CreateAsync(userName, Password,
            new StaffParticulars($"员工{userName}", [.. (roles.Length == 0 ? [Role.Operator] : roles).Select(r => r.ToString())], centre, [new(skill, 2)], endpoint), by: null, CancellationToken.None);
        return ((AccountOutcome.Done)outcome).Member.Id;
    }

    public Colleague Nobody() => new(this);

    public async Task<Colleague> SignsInAsync(string userName, string password = Password)
    {
        var colleague = new Colleague(this);
        var answer = await colleague.Http.PostAsJsonAsync("/api/session", new { userName, password });
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{userName}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return colleague;
    }

    /// <summary>A caller who dialled and waits for a skill.</summary>
    public async Task<CallTicket> CallerWaitsAsync(string number = "+8613800005678", string skill = "legal")
    {
        var parsed = PhoneNumber.TryParse(number, out var given) ? given : throw new ArgumentException(number, nameof(number));
        var ticket = await Flow.ArriveAsync(new LegId(VoiceHost.NewLeg()), parsed, "12338", CancellationToken.None);
        await Flow.EnterAsync(ticket, new Skill(skill), EnteredBy.Key, CancellationToken.None);
        return ticket;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _factory.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            // The factory stops the host, whose own run then disposes it, and stops it once more.
        }
    }

    private sealed class Factory(RedisServer redis, Installation installation, (string, string)[] more) : WebApplicationFactory<ConsoleHub>
    {
        public ScriptedTelephony Carrier { get; } = new();

        public ScriptedRecordings Recordings { get; } = new();

        public LogBook Logged { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in new[]
            {
                ("ConnectionStrings:Redis", redis.ConnectionString),
                ("ConnectionStrings:Sql", $"Data Source={Path.Combine(installation.Folder, "record.db")}"),
                ("Storage:Provider", "Sqlite"),
                ("Sealing:KeyFile", Path.Combine(installation.Folder, "keys.json")),
                ("Sealing:CreateKeyFile", "true"),
                ("Twilio:AccountSid", VoiceHost.Account),
                ("Twilio:AuthToken", VoiceHost.Key),
                ("Twilio:PublicBaseUrl", VoiceHost.Base),
                ("Twilio:From", "+864718812338"),
            }.Concat(more)) builder.UseSetting(key, value);
            builder.UseContentRoot(installation.Folder);
            builder.ConfigureTestServices(services => services.AddSingleton<ITelephony>(Carrier).AddSingleton<IRecordings>(Recordings));
            builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Logged));
        }
    }
}

/// <summary>A member of staff with a browser: her cookie, her requests, her consoles.</summary>
internal sealed class Colleague : IDisposable
{
    private readonly CookieContainer _cookies = new();

    public Colleague(StaffHost host)
    {
        Host = host;
        Http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = host.Address };
    }

    public StaffHost Host { get; }
    public HttpClient Http { get; }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null) request.Content = JsonContent.Create(body);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>The same cookie at another host of the installation.</summary>
    public Colleague At(StaffHost other)
    {
        var there = new Colleague(other);
        foreach (Cookie cookie in _cookies.GetAllCookies()) there._cookies.Add(other.Address, new Cookie(cookie.Name, cookie.Value));
        return there;
    }

    public Task<HubSocket> OpensConsoleAsync() => HubSocket.OpenAsync(Host.Address, _cookies);

    public void Dispose() => Http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return text.StartsWith('{') || text.StartsWith('[') ? JsonDocument.Parse(text).RootElement : JsonSerializer.SerializeToElement(text);
    }
}
