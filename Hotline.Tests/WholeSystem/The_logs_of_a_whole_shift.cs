using System.Text.Json;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// A shift with everything personal and everything secret that passes through the hotline, and with what strangers send it. Afterwards none of it stands in
/// any log, with the hosts as talkative as they can be; and of what callers confide nothing lies readable on the disk.
/// </summary>
[Platform(Include = "Linux", Reason = "Signals and /proc.")]
internal sealed partial class The_logs_of_a_whole_shift
{
    private const string
        Caller = "13799912345", CallerInCrisis = "13799954321", SilentCaller = "13799967890", Forged = "13799900001", Absurd = "13799900002", Typed = "13799900003", Strayed = "13799900004", Dialled = "13799900005",
        OperatorsTelephone = "13700009911", RefusedTelephone = "13700009922",
        Note = "夜莺密语一号:她说「别告诉他」", Oversized = "夜莺密语二号", Malformed = "夜莺密语三号", UnknownMatter = "夜莺密语四号",
        RevealReason = "夜莺事由五号", DeclineReason = "夜莺推辞六号", BreakReason = "夜莺休息七号", DisplayName = "夜莺姓名八号", HubWord = "nightingale-hub-word-9",
        RightPassword = "nightingale-right-10", DemoPassword = "nightingale-demo-11", WrongPassword = "nightingale-wrong-12", PasswordAsName = "nightingale-misplaced-13",
        ApiKeySecret = "nightingale-api-key-secret-14", ForgedWord = "nightingale-forged-15", AccountSid = "AC00000000000000000000000000012338";

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(12);

    private readonly List<Canary> _secrets = [];
    private WholeHotline? _hotline;

    private WholeHotline Hotline => _hotline!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await WholeHotline.StartAsync(
        ("Simulator__Speed", "10"), ("Logging__LogLevel__Default", "Debug"), ("HOTLINE_DEMO_PASSWORD", DemoPassword),
        ("Twilio__ApiKeySid", "SK00000000000000000000000000012338"), ("Twilio__ApiKeySecret", ApiKeySecret));

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [Test]
    public Task Hold_no_number_no_text_and_no_secret() => HoldNothingAsync().WaitAsync(Bound);

    private async Task HoldNothingAsync()
    {
        await StrangersAtTheDoor();
        await AShift();
        await Hotline.StopAsync();

        Canary[] confided =
        [
            new("caller's number", Caller), new("number of a caller in crisis", CallerInCrisis), new("silent caller's number", SilentCaller), new("forged number", Forged),
            new("number in absurd fields", Absurd), new("number typed into the menu", Typed), new("number in an address", Strayed),
            new("note", Note), new("oversized note", Oversized), new("malformed note", Malformed), new("unknown matter", UnknownMatter),
        ];
        // Of the staff, of strangers, of the house: kept in the open or not at all, but in no log.
        Canary[] others =
        [
            new("number dialled", Dialled),
            new("operator's telephone", OperatorsTelephone), new("telephone that refuses", RefusedTelephone), new("reveal reason", RevealReason), new("decline reason", DeclineReason),
            new("break reason", BreakReason), new("display name", DisplayName), new("word told to the hub", HubWord), new("forged word", ForgedWord),
            new("right password", RightPassword), new("demo password", DemoPassword), new("wrong password", WrongPassword), new("password typed as a name", PasswordAsName),
            new("API key's secret", ApiKeySecret),
        ];
        ReadSecrets();
        var logs = System.IO.Directory.GetFiles(Path.Combine(Hotline.Folder, "logs"));
        var printed = Path.Combine(Hotline.Folder, "logs", "devhost.printed");
        await File.WriteAllTextAsync(printed, Hotline.Output);
        Assert.That(logs.Select(Path.GetFileName), Is.SupersetOf(new[] { "api.log", "agent.log", "redis.log", "simulator.log", "staff.log" }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(Hotline.Folder, "logs", "agent.log")), Does.Contain("\"LogLevel\":\"Debug\""), "the hosts are talkative");

        Assert.That(await File.ReadAllTextAsync(Path.Combine(Hotline.Folder, "logs", "api.log")), Does.Contain("The live state cannot be reached"), "there were exceptions to tell");

        Assert.That(CanaryScan.Find([.. logs, printed], [.. confided, .. others, .. _secrets]), Is.Empty);

        var kept = System.IO.Directory.GetFiles(Hotline.Folder, "*", SearchOption.AllDirectories);
        Assert.That(kept.Select(Path.GetFileName), Has.Some.EqualTo("hotline.db").And.Some.EndsWith(".incr.aof"));
        Assert.That(CanaryScan.Find(kept, confided), Is.Empty, "numbers and notes are sealed wherever they are kept");
    }

    private void ReadSecrets()
    {
        foreach (var file in new[] { "secrets.json", "keys.json" })
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Hotline.Folder, file)));
            Collect(file, document.RootElement);
        }
        Assert.That(_secrets.Select(secret => secret.Name), Is.SupersetOf(new[] { "secrets.json TwilioAuthToken", "secrets.json RedisPassword", "keys.json k1", "keys.json index", "cookie" }));

        void Collect(string name, JsonElement element)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object) Collect(name, property.Value);
                else if (property.Value.GetString() is { Length: > 16 } secret) _secrets.Add(new Canary($"{name} {property.Name}", secret));
            }
        }
    }

    // The first part of a cookie names its key and is no secret; what stands in the middle is only this one's.
    private IEnumerable<Canary> CookiesOf(OperatorAtWork she) => she.Cookies.GetCookies(Hotline.Agent).Select(cookie => new Canary("cookie", cookie.Value[60..100]));
}
