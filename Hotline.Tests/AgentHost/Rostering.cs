using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

/// <summary>Shifts over the wire, what is warned of, and the alarm of a lane without anybody.</summary>
internal sealed class Rostering : OnStaffHosts
{
    private static readonly DateTimeOffset Tomorrow = new DateTimeOffset(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero).AddDays(1);

    private static object Shift(StaffId who, DateTimeOffset from, DateTimeOffset to, string skill = "legal") =>
        new { staffId = who.ToString(), skill, startsAt = from, endsAt = to };

    private static Task<(HttpStatusCode Status, JsonElement Body)> AddAsync(Colleague lead, params object[] shifts) =>
        lead.SendAsync(HttpMethod.Post, "/api/roster", new { shifts });

    private static string Query(DateTimeOffset from, int days) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/roster?from={from.UtcDateTime:yyyy-MM-dd}&to={from.AddDays(days).UtcDateTime:yyyy-MM-dd}");

    [Test]
    public async Task A_supervisor_plans_weeks_sees_the_holes_and_takes_a_shift_out_and_each_act_is_audited()
    {
        var her = await One.HasStaffAsync("planned");
        await One.HasStaffAsync("planner", roles: [Role.Supervisor, Role.Auditor]);
        using var lead = await One.SignsInAsync("planner");
        var (status, added) = await lead.SendAsync(HttpMethod.Post, "/api/roster", new { shifts = new[] { Shift(her, Tomorrow, Tomorrow.AddHours(8)) }, weeks = 3 });
        Assert.That((status, added.GetArrayLength()), Is.EqualTo((HttpStatusCode.OK, 3)));
        Assert.That(added[2].GetProperty("startsAt").GetDateTimeOffset(), Is.EqualTo(Tomorrow.AddDays(14)));

        var week = await lead.GetAsync(Query(Tomorrow.AddDays(7), 1));
        Assert.That(week.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("name").GetString()), Does.Contain("员工planned").And.Not.Contain("员工planner"));
        var shift = week.GetProperty("shifts").EnumerateArray().Single();
        Assert.That((shift.GetProperty("name").GetString(), shift.GetProperty("warnings").GetArrayLength()), Is.EqualTo(("员工planned", 0)));
        // The day is the region's: from 16:00 to 16:00 UTC.
        var holes = week.GetProperty("gaps").EnumerateArray().Where(g => g.GetProperty("skill").GetString() == "legal")
            .Select(g => (g.GetProperty("from").GetDateTimeOffset() - Tomorrow.AddDays(7)).TotalHours);
        Assert.That(holes, Is.EqualTo(new[] { -8d, 8d }));

        var id = shift.GetProperty("id").GetString();
        Assert.That((await lead.SendAsync(HttpMethod.Delete, $"/api/roster/{id}")).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await lead.SendAsync(HttpMethod.Delete, $"/api/roster/{id}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await lead.GetAsync(Query(Tomorrow.AddDays(7), 1))).GetProperty("shifts").GetArrayLength(), Is.Zero);

        var audit = (await lead.GetAsync("/api/audit")).GetProperty("items").EnumerateArray()
            .Where(a => a.GetProperty("subject").GetString() == $"staff/{her}" && a.GetProperty("action").GetString()!.StartsWith("roster.", StringComparison.Ordinal)).ToList();
        Assert.That(audit.Select(a => a.GetProperty("action").GetString()), Is.EqualTo(new[] { "roster.remove", "roster.add" }));
        Assert.That(audit[1].GetProperty("reason").GetString(), Does.Contain(Tomorrow.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)).And.Contain("3 weeks"));
    }

    [Test]
    public async Task What_cannot_be_is_refused_by_field_and_an_overlap_names_the_other_shift()
    {
        var her = await One.HasStaffAsync("double");
        await One.HasStaffAsync("planner2", roles: Role.Manager);
        using var lead = await One.SignsInAsync("planner2");
        var (status, problem) = await AddAsync(lead, Shift(her, Tomorrow, Tomorrow.AddHours(17), "cooking"), Shift(StaffId.New(TimeProvider.System), Tomorrow, Tomorrow.AddHours(8)));
        Assert.That(status, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(e => e.Name), Is.EquivalentTo(new[] { "shifts[0].skill", "shifts[0].endsAt" }));
        Assert.That((await AddAsync(lead, Shift(StaffId.New(TimeProvider.System), Tomorrow, Tomorrow.AddHours(8)))).Body.GetProperty("errors").EnumerateObject().Single().Name,
            Is.EqualTo("shifts[0].staffId"));
        Assert.That((await lead.SendAsync(HttpMethod.Get, Query(Tomorrow, 63))).Body.GetProperty("errors").EnumerateObject().Single().Name, Is.EqualTo("to"));

        await AddAsync(lead, Shift(her, Tomorrow, Tomorrow.AddHours(8)));
        var (again, conflict) = await AddAsync(lead, Shift(her, Tomorrow.AddHours(20), Tomorrow.AddHours(22)), Shift(her, Tomorrow.AddHours(7), Tomorrow.AddHours(9)));
        Assert.That((again, conflict.GetProperty("path").GetString()), Is.EqualTo((HttpStatusCode.Conflict, "shifts[1]")));
        Assert.That(conflict.GetProperty("other").GetProperty("startsAt").GetDateTimeOffset(), Is.EqualTo(Tomorrow));
    }

    [Test]
    public async Task A_person_without_the_skill_is_stored_and_warned_of_also_when_she_loses_it_later()
    {
        var her = await One.HasStaffAsync("loses");
        await One.HasStaffAsync("planner3", roles: Role.Supervisor);
        using var lead = await One.SignsInAsync("planner3");
        static string[] Codes(JsonElement shift) => [.. shift.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()!)];
        var (_, added) = await AddAsync(lead, Shift(her, Tomorrow, Tomorrow.AddHours(8)), Shift(her, Tomorrow, Tomorrow.AddHours(8), "crisis"));
        Assert.That(added.EnumerateArray().Select(Codes), Is.EqualTo(new[] { Array.Empty<string>(), ["SkillMissing"] }));

        var staff = One.Services.GetRequiredService<StaffStore>();
        var member = (await staff.FindAsync(her))!;
        await staff.UpdateAsync(member with { Skills = [new SkillLevel(Skill.Legal, 2, DateOnly.FromDateTime(Tomorrow.UtcDateTime.AddDays(-2)))] });
        var legal = (await lead.GetAsync(Query(Tomorrow, 1))).GetProperty("shifts").EnumerateArray()
            .Single(s => s.GetProperty("staffId").GetString() == her.ToString() && s.GetProperty("skill").GetString() == "legal");
        Assert.That(Codes(legal), Is.EqualTo(new[] { "SkillExpires" }));
    }

    [Test]
    public async Task An_operator_sees_her_own_shifts_and_nobody_elses_roster()
    {
        var her = await One.HasStaffAsync("own");
        var other = await One.HasStaffAsync("not-own");
        await One.HasStaffAsync("planner4", roles: Role.Supervisor);
        using (var lead = await One.SignsInAsync("planner4"))
        {
            await AddAsync(lead, Shift(her, Tomorrow.AddHours(1), Tomorrow.AddHours(2)), Shift(other, Tomorrow, Tomorrow.AddHours(8)));
            Assert.That((await lead.SendAsync(HttpMethod.Get, "/api/roster/mine")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await lead.SendAsync(HttpMethod.Get, "/api/roster?centre=baotou")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await lead.SendAsync(HttpMethod.Post, "/api/roster", new { centre = "baotou", shifts = Array.Empty<object>() })).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        }
        using var op = await One.SignsInAsync("own");
        Assert.That((await op.GetAsync("/api/roster/mine")).EnumerateArray().Select(s => s.GetProperty("startsAt").GetDateTimeOffset()), Is.EqualTo(new[] { Tomorrow.AddHours(1) }));
        Assert.That((await op.SendAsync(HttpMethod.Get, "/api/roster")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await AddAsync(op, Shift(her, Tomorrow.AddHours(3), Tomorrow.AddHours(4)))).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_skill_that_has_expired_leaves_its_holder_out_of_the_lane_within_a_heartbeat()
    {
        var her = await One.HasStaffAsync("trainee");
        using var op = await One.SignsInAsync("trainee");
        await using var console = await op.OpensConsoleAsync();
        await console.AskAsync("WatchBoard");
        static bool Serves(HubSocket console, StaffId who, string skill) => console.Board is { } board && board.GetProperty("operators").EnumerateArray()
            .Any(o => o.GetProperty("operator").GetString() == who.ToString() && o.GetProperty("skills").EnumerateArray().Any(s => s.GetString()!.StartsWith(skill, StringComparison.Ordinal)));
        await console.AskAsync("SetPresence", "Break", "tea");
        await Eventually.True(() => Serves(console, her, "legal"), "she serves the lane");

        var staff = One.Services.GetRequiredService<StaffStore>();
        var member = (await staff.FindAsync(her))!;
        await staff.UpdateAsync(member with
        {
            Skills = [new SkillLevel(Skill.Crisis, 1, new DateOnly(2099, 1, 1)), new SkillLevel(Skill.Legal, 2, new DateOnly(2020, 1, 1))],
            UpdatedAt = member.UpdatedAt.AddSeconds(1),
        });
        await Eventually.True(() => Serves(console, her, "crisis") && !Serves(console, her, "legal"), "the expired skill is gone, the new one is there");
    }

    [Test]
    public async Task A_lane_without_anybody_is_told_on_the_board_before_a_caller_comes_and_measured()
    {
        using var listener = new MeterListener();
        Dictionary<string, int> measured = [];
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "hotline.staffing.unstaffed") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            var key = string.Join('/', tags.ToArray().Select(t => t.Value));
            measured[key] = Math.Max(value, measured.GetValueOrDefault(key));
        });
        listener.Start();

        var her = await One.HasStaffAsync("leaves-soon", skill: "psychological");
        await One.HasStaffAsync("alarmed", roles: Role.Supervisor);
        using var op = await One.SignsInAsync("leaves-soon");
        await using var desk = await op.OpensConsoleAsync();
        await desk.AskAsync("SetPresence", "Ready", null);
        using var lead = await One.SignsInAsync("alarmed");
        var now = TimeProvider.System.GetUtcNow();
        Assert.That((await AddAsync(lead, Shift(her, now.AddHours(-1), now.AddMinutes(7), "psychological"))).Status, Is.EqualTo(HttpStatusCode.OK));

        await using var board = await lead.OpensConsoleAsync();
        await board.AskAsync("WatchBoard");
        JsonElement? Alarm(string skill, string kind) => board.Board is { } b
            ? b.GetProperty("alarms").EnumerateArray().Cast<JsonElement?>().FirstOrDefault(a => a!.Value.GetProperty("skill").GetString() == skill && a.Value.GetProperty("kind").GetString() == kind)
            : null;
        await Eventually.True(() => Alarm("psychological", "NobodyFollows") is not null, "nobody follows her", TimeSpan.FromSeconds(30));
        Assert.That(Alarm("psychological", "NobodyFollows")!.Value.GetProperty("minutes").GetInt32(), Is.InRange(5, 7));
        await Eventually.True(() => Alarm("crisis", "NobodyNow") is not null, "nobody is there for a crisis", TimeSpan.FromSeconds(30));
        Assert.That(Alarm("psychological", "NobodyNow"), Is.Null, "she is at her desk");
        listener.RecordObservableInstruments();
        Assert.That((measured["main/psychological/soon"], measured["main/crisis/now"], measured["main/crisis/soon"]), Is.EqualTo((1, 1, 0)));

        await desk.AskAsync("SetPresence", "Off", null);
        await Eventually.True(() => Alarm("psychological", "NobodyCame") is not null, "she is rostered and away", TimeSpan.FromSeconds(30));
    }
}
