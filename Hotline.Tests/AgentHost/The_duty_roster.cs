using Dapper;
using Hotline.Agent.Staffing;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Staffing;
using Hotline.Core.Staffing.Sql;
using Hotline.Tests.Staff;
using Hotline.Tests.Staffing;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class The_duty_roster
{
    private static readonly DateTimeOffset Eight = new(2026, 10, 1, 8, 0, 0, TimeSpan.Zero);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Eight;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Test]
    public async Task Last_read_goes_on_counting_while_the_record_is_away()
    {
        await using var test = await TestDatabase.CreateAsync();
        var clock = new Clock();
        var (shifts, staff) = (new ShiftStore(test.Database), new StaffStore(test.Database));
        var her = Staff_accounts.Member("li", Role.Operator);
        await staff.CreateAsync(her, "h");
        await shifts.AddAsync([Shift_rules.Shift(Eight, Eight.AddHours(8), whose: her.Id), Shift_rules.Shift(Eight, Eight.AddHours(8), "crisis", her.Id)]);
        var roster = new DutyRoster(shifts, staff, new NetworkOptions(), clock, NullLogger<DutyRoster>.Instance);
        Duty[] legalOnly = [new("main", Skill.Legal, Eight, Eight.AddHours(8))];
        Assert.That((await roster.ReadAsync(CancellationToken.None)).Duties, Is.EqualTo(legalOnly), "she holds no crisis skill");

        await using (var connection = await test.Database.OpenAsync()) await connection.ExecuteAsync("DROP TABLE shifts");
        clock.Now = Eight.AddHours(1);
        var (duties, rostered) = await roster.ReadAsync(CancellationToken.None);
        Assert.That(duties, Is.EqualTo(legalOnly));
        Assert.That(rostered, Is.EqualTo(new[] { "main" }));
    }

    [TestCase(0)]
    [TestCase(121)]
    public void A_warning_too_late_or_too_early_is_refused_by_its_key(int minutes) =>
        Assert.That(new RoutingOptions { UnstaffedWarningMinutes = minutes }.Faults().Single(), Does.Contain("Routing__UnstaffedWarningMinutes").And.Contain("1 to 120"));
}
