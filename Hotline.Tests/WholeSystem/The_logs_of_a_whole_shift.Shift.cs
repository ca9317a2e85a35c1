using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hotline.Tests.AgentHost;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>What happens in it.</summary>
internal sealed partial class The_logs_of_a_whole_shift
{
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
