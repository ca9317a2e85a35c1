using Hotline.Agent.Session;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class While_the_record_is_away
{
    private static readonly StaffStore Away = new(new Database(Options.Create(new StorageOptions
    {
        Provider = "Sqlite",
        ConnectionString = "Data Source=/proc/no/such/folder/record.db",
    })));

    private readonly StaffMember _member = Staff_accounts.Member("li", Role.Operator, Role.Counsellor) with
    {
        Skills = [new SkillLevel(Skill.Legal, 2), new SkillLevel(Skill.Crisis, 1, new DateOnly(2026, 10, 31))],
    };

    [Test]
    public async Task A_session_holds()
    {
        var stamps = new Stamps(Away, TimeProvider.System, NullLogger<Stamps>.Instance);
        Assert.That(await stamps.CheckAsync(_member.Id, "any", CancellationToken.None), Is.EqualTo(StampState.Unknown));
    }

    [Test]
    public async Task An_operator_is_who_she_was_when_she_signed_in_skills_and_telephone_included()
    {
        var user = SessionCookie.PrincipalOf(_member);
        var read = await new Particulars(Away, TimeProvider.System, NullLogger<Particulars>.Instance).OfAsync(user, CancellationToken.None);
        Assert.That(read.DisplayName.Reveal(), Is.EqualTo(_member.DisplayName.Reveal()));
        Assert.That((read.Id, read.UserName, read.Centre, read.Endpoint, read.SecurityStamp), Is.EqualTo((_member.Id, _member.UserName, _member.Centre, _member.Endpoint, _member.SecurityStamp)));
        Assert.That(read.Skills, Is.EqualTo(_member.Skills));
        Assert.That(read.Roles, Is.EquivalentTo(_member.Roles));
    }
}
