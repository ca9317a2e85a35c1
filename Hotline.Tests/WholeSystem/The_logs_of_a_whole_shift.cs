using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hotline.Tests.AgentHost;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// A shift with everything personal and everything secret that passes through the hotline, and with what strangers send it. Afterwards none of it stands in
/// any log, with the hosts as talkative as they can be; and of what callers confide nothing lies readable on the disk.
/// </summary>
[Platform(Include = "Linux", Reason = "Signals and /proc.")]
internal sealed class The_logs_of_a_whole_shift
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

    /// <summary>Nobody of us: forged and absurd webhooks, wrong passwords, unreadable bodies, addresses with a number in them.</summary>
    private async Task StrangersAtTheDoor()
    {
        using var http = new HttpClient { BaseAddress = Hotline.Api };
        foreach (var path in new[] { "/twilio/voice/incoming", "/twilio/voice/status", "/twilio/conference", "/twilio/voice/leg" })
        {
            var forged = $"{path}?From=%2B86{Forged}&x={ForgedWord}";
            await IsAnsweredAsync(http, forged, HttpStatusCode.Forbidden, Convert.ToBase64String(new byte[20]), ("From", $"+86{Forged}"), ("Body", ForgedWord), ("CallSid", ForgedWord));
            await IsAnsweredAsync(http, forged, HttpStatusCode.Forbidden, null, ("From", $"+86{Forged}"));
            await IsAnsweredAsync(http, path, HttpStatusCode.Forbidden, Signed(path, ("AccountSid", ForgedWord), ("From", $"+86{Forged}")), ("AccountSid", ForgedWord), ("From", $"+86{Forged}"));
            (string, string)[] absurd = [("AccountSid", AccountSid), ("From", $"+86{Absurd} ext {Absurd}"), ("To", Dialled), ("CallSid", $"CA{new string('7', 32)}"), ("CallStatus", Absurd), ("Digits", Typed), ("StatusCallbackEvent", Absurd), ("SequenceNumber", Absurd), ("ConferenceSid", Absurd)];
            var odd = $"{path}?call={Absurd}&operator={Absurd}&token={Absurd}";
            await IsAnsweredAsync(http, odd, HttpStatusCode.OK, Signed(odd, absurd), absurd);
        }
        (string, string)[] typed = [("AccountSid", AccountSid), ("From", $"+86{Absurd}"), ("CallSid", $"CA{new string('8', 32)}"), ("Digits", Typed)];
        await IsAnsweredAsync(http, "/twilio/voice/choice", HttpStatusCode.OK, Signed("/twilio/voice/choice", typed), typed);
        await IsAnsweredAsync(http, $"/twilio/{Strayed}", HttpStatusCode.Forbidden, null);
        using var unreadable = await http.PostAsync(new Uri("/twilio/voice/incoming", UriKind.Relative), new StringContent($"From={Forged}&%%%", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.That(unreadable.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        using var agent = new HttpClient { BaseAddress = Hotline.Agent };
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"legal","password":"{{WrongPassword}}"}"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"{{PasswordAsName}}","password":"{{WrongPassword}}"}"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"legal","password":{"{{WrongPassword}}":1} }"""));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", Json($$"""{"userName":"{{PasswordAsName}}","password":"{{WrongPassword}}" """));
        await RefusedAsync(agent, HttpMethod.Post, "/api/session", new StringContent(WrongPassword));
        await RefusedAsync(agent, HttpMethod.Get, $"/api/calls/{Strayed}?from={Strayed}", null);
        await RefusedAsync(agent, HttpMethod.Post, $"/api/calls/{Strayed}/number/reveal", Json("{}"), ("Origin", "https://elsewhere.example"));
        await RefusedAsync(agent, HttpMethod.Delete, $"/{Strayed}?from={Strayed}", null, ("Sec-Fetch-Site", "cross-site"));
        await RefusedAsync(agent, HttpMethod.Get, $"/hub?access_token={ForgedWord}", null, ("Origin", $"https://{ForgedWord}.example"), ("Cookie", $"hotline={ForgedWord}"));
    }

    private async Task AShift()
    {
        await using var admin = await OperatorAtWork.SignsInAsync(Hotline.Agent, "admin", DemoPassword);
        foreach (var (userName, telephone) in new[] { ("swallow", OperatorsTelephone), ("sparrow", RefusedTelephone) })
        {
            using var made = await admin.Http.PostAsJsonAsync("/api/staff", new
            {
                userName,
                displayName = DisplayName,
                password = RightPassword,
                roles = new[] { "Operator" },
                centre = "main",
                skills = new[] { new { skill = "legal", level = 2 } },
                endpoint = $"+86{telephone}",
            });
            Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
        }
        await RefusedAsync(admin.Http, HttpMethod.Post, "/api/staff", Json($$"""{"userName":"wren","password":"{{RightPassword}}","displayName":"{{DisplayName}}","roles":["{{HubWord}}"],"endpoint":"+86{{OperatorsTelephone}}x","skills":{{HubWord}}}"""));
        await PhoneAsync(OperatorsTelephone, new { mode = "auto", answerAfterMs = 100, press = "1" });
        await PhoneAsync(RefusedTelephone, new { mode = "reject" });

        await using var she = await OperatorAtWork.SignsInAsync(Hotline.Agent, "swallow", RightPassword);
        await she.OpensConsoleAsync();
        await HubHearsNonsense(she);
        await she.WishesAsync("Ready");
        var caller = await CallerOnTheLine.DialsAsync(Hotline.Carrier, $"+86{Caller}");
        await caller.PressesAsync("1");
        var (offered, token) = await she.IsOfferedAsync();
        await she.DoneAsync("Decline", offered, token, DeclineReason);
        await she.DoneAsync("SetPresence", "Break", BreakReason);
        using (await Hotline.Carrier.PutAsJsonAsync("/api/faults", new { rest = new { next429 = 1, next500AfterCommit = 1 } })) { }
        await she.WishesAsync("Ready");
        var call = await she.TakesTheNextCallAsync();
        await caller.IsAsync("bridged");
        using (await Hotline.Carrier.DeleteAsync(new Uri("/api/faults", UriKind.Relative))) { }
        await HerNote(she, call);
        await she.DoneAsync("Hold", call, true);
        await she.DoneAsync("Hold", call, false);
        await caller.HangsUpAsync();
        await she.WishesLaterAsync("Off");
        await she.FinishesWritingAsync(call);

        await ATelephoneThatRefuses();
        await CallersWhileTheLiveStateIsAway();
        _secrets.AddRange(CookiesOf(admin).Concat(CookiesOf(she)));
        await RefusedAsync(she.Http, HttpMethod.Get, $"/api/calls?mine={Strayed}", null);
        using var out_ = await she.Http.DeleteAsync(new Uri("/api/session", UriKind.Relative));
        Assert.That(out_.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static async Task HerNote(OperatorAtWork she, string call)
    {
        var draft = $"/api/calls/{call}/note/draft";
        Assert.That(await PutAsync(she, draft, Draft(Note)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PutAsync(she, draft, Draft(Note, revision: 0)), Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await PutAsync(she, draft, Draft(Note, matterType: UnknownMatter, revision: 1)), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await PutAsync(she, draft, Draft(string.Concat(Enumerable.Repeat(Oversized, 4000)), revision: 1)), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await PutAsync(she, draft, Draft(string.Concat(Enumerable.Repeat(Oversized, 40_000)), revision: 1)), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        await RefusedAsync(she.Http, HttpMethod.Put, draft, Json($$"""{"revision":1,"text":"{{Malformed}}" """));
        await RefusedAsync(she.Http, HttpMethod.Put, draft, Json($$"""{"revision":"{{Malformed}}","text":"{{Malformed}}"}"""));
        await RefusedAsync(she.Http, HttpMethod.Put, draft, Json($$"""{"revision":1,"text":{"{{Malformed}}":"{{Malformed}}"} }"""));
        await RefusedAsync(she.Http, HttpMethod.Put, $"/api/calls/{Strayed}/note/draft", Json($$"""{"revision":1,"text":"{{Malformed}}"}"""));
        using var signed = await she.Http.PostAsJsonAsync($"/api/calls/{call}/note/sign", new { revision = 1 });
        Assert.That(signed.StatusCode, Is.EqualTo(HttpStatusCode.OK), await signed.Content.ReadAsStringAsync());
        await RefusedAsync(she.Http, HttpMethod.Post, $"/api/calls/{call}/number/reveal", Json($$"""{"reason":["{{RevealReason}}"]}"""));
        await Eventually.True(async () =>
        {
            using var revealed = await she.Http.PostAsJsonAsync($"/api/calls/{call}/number/reveal", new { reason = RevealReason });
            return revealed.StatusCode == HttpStatusCode.OK && (await revealed.Content.ReadAsStringAsync()).Contains(Caller, StringComparison.Ordinal);
        }, "the number is revealed, so there was one to leak");
        Assert.That(await she.Http.GetStringAsync(new Uri($"/api/calls/{call}/note", UriKind.Relative)), Does.Contain(JsonSerializer.Serialize(Note).Trim('"')).Or.Contain(Note), "so was the note");
    }

    private static async Task HubHearsNonsense(OperatorAtWork she)
    {
        foreach (var (method, arguments) in new (string, object?[])[]
        {
            ("Accept", [Strayed, HubWord]), ("Decline", [Strayed, 1, HubWord]), (HubWord, [HubWord]), ("SetPresence", [HubWord, BreakReason]), ("Hold", [HubWord]), ("End", [new { HubWord }]),
        })
        {
            try
            {
                var answer = await she.Hub.AskAsync(method, arguments);
                Assert.That(answer.ToString(), Is.Not.EqualTo("Done"), method);
            }
            catch (HubRefusal)
            {
                // What cannot be read is refused.
            }
            if (she.Hub.Closed) await she.OpensConsoleAsync();
        }
    }

    /// <summary>The carrier's answer about a telephone names its number; ours must not.</summary>
    private async Task ATelephoneThatRefuses()
    {
        await using var sparrow = await OperatorAtWork.SignsInAsync(Hotline.Agent, "sparrow", RightPassword);
        await sparrow.OpensConsoleAsync();
        await sparrow.WishesAsync("Ready");
        var caller = await CallerOnTheLine.DialsAsync(Hotline.Carrier, Caller);
        await caller.PressesAsync("1");
        var (call, token) = await sparrow.IsOfferedAsync();
        await sparrow.DoneAsync("Accept", call, token);
        await Eventually.True(() => sparrow.Hub.Desk?.GetProperty("state").GetString() is "Break", "a telephone that refuses is a break", TimeSpan.FromSeconds(60));
        await sparrow.WishesAsync("Off");
        await caller.HangsUpAsync();
        _secrets.AddRange(CookiesOf(sparrow));
    }

    /// <summary>Every kind of caller waits while Redis hangs and is killed: exceptions are what tells most.</summary>
    private async Task CallersWhileTheLiveStateIsAway()
    {
        var inCrisis = await CallerOnTheLine.DialsAsync(Hotline.Carrier, CallerInCrisis);
        await inCrisis.PressesAsync("1");
        var silent = await CallerOnTheLine.DialsAsync(Hotline.Carrier, $"0086{SilentCaller}");
        var withheld = await CallerOnTheLine.DialsAsync(Hotline.Carrier, null);
        await withheld.PressesAsync("2");
        await Task.WhenAll(inCrisis.HearsAsync("say:按0随时转接"), silent.HearsAsync("say:按0随时转接"), withheld.HearsAsync("say:按0随时转接"));
        // A key is lost between two documents; a caller presses again.
        await Eventually.True(async () =>
        {
            if (!(await inCrisis.StateAsync()).GetProperty("digitsPressed").GetString()!.EndsWith('0')) await inCrisis.PressesAsync("0");
            return (await inCrisis.StateAsync()).GetProperty("heard").EnumerateArray().Any(line => line.GetProperty("text").GetString()!.StartsWith("正在为您转接危机干预", StringComparison.Ordinal));
        }, "she is on her way to crisis intervention");

        var heard = await withheld.LinesAsync();
        await Hotline.SignalsAsync("redis-server", "-STOP");
        // One document may have been on its way; the next is made without the live state.
        for (var n = 0; n < 2; n++)
        {
            await withheld.HearsAsync("say:", after: heard);
            heard = await withheld.LinesAsync();
        }
        await Hotline.SignalsAsync("redis-server", "-CONT");
        await Hotline.DiesAsync("redis-server");
        await Hotline.IsBackAsync("redis");
        heard = await withheld.LinesAsync();
        await withheld.HearsAsync("say:", after: heard);
        foreach (var caller in new[] { inCrisis, silent, withheld }) await caller.HangsUpAsync();
        await Hotline.EveryCallIsOverAsync();
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

    private string Signed(string target, params (string Name, string Value)[] form)
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Hotline.Folder, "secrets.json")));
        var text = Hotline.Api.GetLeftPart(UriPartial.Authority) + target + string.Concat(form.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + field.Value));
#pragma warning disable CA5350 // The carrier signs with HMAC-SHA1.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secrets.RootElement.GetProperty("TwilioAuthToken").GetString()!), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
    }

    private static async Task IsAnsweredAsync(HttpClient http, string target, HttpStatusCode status, string? signature, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (signature is not null) request.Headers.Add("X-Twilio-Signature", signature);
        using var answer = await http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(status), target);
    }

    private static async Task RefusedAsync(HttpClient http, HttpMethod method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative)) { Content = content };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.InRange(400, 499), $"{method} {target}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<HttpStatusCode> PutAsync(OperatorAtWork she, string path, object body)
    {
        try
        {
            using var answer = await she.Http.PutAsJsonAsync(path, body);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // The host refuses a body by its length and closes; whether the refusal is read before the closing is the network's luck.
            return HttpStatusCode.RequestEntityTooLarge;
        }
    }

    private async Task PhoneAsync(string national, object phone)
    {
        using var set = await Hotline.Carrier.PutAsJsonAsync($"/api/phones/{Uri.EscapeDataString($"+86{national}")}", phone);
        Assert.That(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
    }

    private static object Draft(string text, string matterType = "dv.physical", long revision = 0) =>
        new { revision, matterType, region = (string?)null, maritalStatus = (string?)null, risk = "Denied", text, outcome = "answered" };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
