using Hotline.Agent.Audit;
using Hotline.Agent.Session;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Staff;

/// <summary>What came of changing an account.</summary>
internal abstract record AccountOutcome
{
    private AccountOutcome() { }

    public sealed record Done(StaffMember Member) : AccountOutcome;

    /// <summary>By field: what is allowed.</summary>
    public sealed record Refused(Dictionary<string, string[]> Errors) : AccountOutcome;

    public sealed record NotFound : AccountOutcome;
}

/// <summary>Makes and changes accounts, for administrators' endpoints and for the commands: rules, then store, then audit.</summary>
internal sealed class Accounts(
    StaffStore staff, SignInAttempts attempts, Passwords passwords, AuditTrail audit, RoutingPolicies policies, Stamps stamps, StaffNames names, TimeProvider clock,
    ILogger<Accounts> log)
{
    public async Task<AccountOutcome> CreateAsync(string? userName, string? password, StaffParticulars given, StaffId? by, CancellationToken stop)
    {
        var errors = StaffRules.Check(given);
        Add(errors, StaffRules.CheckUserName(userName), StaffRules.CheckPassword(password, userName), CheckCentre(given.Centre));
        if (errors.Count > 0) return new AccountOutcome.Refused(errors);
        var now = clock.GetUtcNow();
        var member = Whole(StaffId.New(clock), userName!, given, enabled: true, now, now);
        if (await staff.CreateAsync(member, await passwords.HashAsync(password!, stop), stop) == StoreStaffOutcome.UserNameTaken)
            return new AccountOutcome.Refused(new() { ["userName"] = ["Somebody has this user name (capital letters make no difference)."] });
        await SayAsync(member.Id, "staff.create", $"roles {string.Join(' ', member.Roles.Order())}", by, stop);
        return new AccountOutcome.Done(member);
    }

    public async Task<AccountOutcome> UpdateAsync(StaffId id, StaffParticulars given, bool enabled, StaffId? by, CancellationToken stop)
    {
        var errors = StaffRules.Check(given);
        Add(errors, CheckCentre(given.Centre));
        if (errors.Count > 0) return new AccountOutcome.Refused(errors);
        if (await staff.FindAsync(id, stop) is not { } before) return new AccountOutcome.NotFound();
        var after = Whole(id, before.UserName, given, enabled, before.CreatedAt, clock.GetUtcNow());
        switch (await staff.UpdateAsync(after, stop))
        {
            case StoreStaffOutcome.NotFound:
                return new AccountOutcome.NotFound();
            case StoreStaffOutcome.LastAdministrator:
                return new AccountOutcome.Refused(new() { ["roles"] = ["This is the last enabled administrator; make another one first."] });
        }
        await SayAsync(id, "staff.update", $"roles {string.Join(' ', after.Roles.Order())}; {(enabled ? "enabled" : "disabled")}", by, stop);
        return new AccountOutcome.Done(after);
    }

    public async Task<AccountOutcome> SetPasswordAsync(StaffId id, string? password, StaffId? by, CancellationToken stop)
    {
        if (await staff.FindAsync(id, stop) is not { } member) return new AccountOutcome.NotFound();
        if (StaffRules.CheckPassword(password, member.UserName) is { Count: > 0 } errors) return new AccountOutcome.Refused(errors);
        await staff.SetPasswordAsync(id, await passwords.HashAsync(password!, stop), Stamps.New(), clock.GetUtcNow(), stop);
        await attempts.ForgiveAsync(member.UserName, stop);
        await SayAsync(id, "staff.password", null, by, stop);
        return new AccountOutcome.Done(member);
    }

    private static StaffMember Whole(StaffId id, string userName, StaffParticulars given, bool enabled, DateTimeOffset created, DateTimeOffset updated) => new(
        id, userName, new PersonName(given.DisplayName!.Trim()),
        given.Roles!.Select(r => StaffRules.TryParseRole(r, out var role) ? role : throw new ArgumentException(r, nameof(given))).ToHashSet(),
        given.Centre!, [.. (given.Skills ?? []).Select(s => new SkillLevel(new Skill(s.Skill!), s.Level, s.Until))],
        string.IsNullOrEmpty(given.Endpoint) ? null : given.Endpoint, enabled, Stamps.New(), created, updated);

    private Dictionary<string, string[]> CheckCentre(string? centre)
    {
        var centres = policies.Current.Policy.Centres.Select(c => c.Code).ToList();
        return centre is null || centres.Contains(centre) ? [] : new() { ["centre"] = [$"One of: {string.Join(", ", centres)}."] };
    }

    private static void Add(Dictionary<string, string[]> errors, params ReadOnlySpan<Dictionary<string, string[]>> more)
    {
        foreach (var some in more)
            foreach (var (field, allowed) in some) errors[field] = allowed;
    }

    private async Task SayAsync(StaffId id, string act, string? what, StaffId? by, CancellationToken stop)
    {
        stamps.Forget(id);
        names.Forget();
        StaffLog.AccountChanged(log, id, act, by?.ToString() ?? "command");
        await audit.WriteAsync(by, act, $"staff/{id}", what, stop);
    }
}
