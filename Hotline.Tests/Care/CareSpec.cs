using Hotline.Core.Calls;
using Hotline.Core.Care;
using Hotline.Core.Care.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Staff;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Care;

/// <summary>The stores of care on one database, and a clock that is set.</summary>
public abstract class CareSpec(StorageProvider provider) : DatabaseSpec(provider)
{
    protected static readonly DateTimeOffset Eight = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
    protected static readonly CareSubject Her = new("number-key", "138····5678", false), Other = new("another-key", "139····0000", false);

    protected CallId Call { get; } = CallId.New(TimeProvider.System);

    protected StaffId Li { get; } = StaffId.New(TimeProvider.System);

    protected StaffId Lead { get; } = StaffId.New(TimeProvider.System);

    protected DateTimeOffset Now { get => _clock.Now; set => _clock.Now = value; }

    private readonly SetClock _clock = new();

    [SetUp]
    public void AtEight() => Now = Eight;

    protected CareDocuments Documents => new(Database, new Sealing(Sealing_values.Keys()), _clock);

    protected RiskRecordStore Records => new(Database, new Sealing(Sealing_values.Keys()), new NetworkOptions(), _clock);

    protected FollowUpStore FollowUps => new(Database, new Sealing(Sealing_values.Keys()), _clock);

    protected async Task<StaffId> HasStaffAsync(string name)
    {
        var member = Staff_accounts.Member(name, Role.Operator);
        await new StaffStore(Database).CreateAsync(member, "h");
        return member.Id;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
