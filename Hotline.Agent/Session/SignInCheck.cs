using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;

namespace Hotline.Agent.Session;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome() { }

    public sealed record SignedIn(StaffMember Member) : SignInOutcome;

    /// <summary>Unknown name, disabled account or wrong password: not told apart, here or outside.</summary>
    public sealed record Refused : SignInOutcome;

    public sealed record Locked(DateTimeOffset Until) : SignInOutcome;
}

/// <summary>Claims the attempt, then looks; the order is what bounds guessing.</summary>
internal sealed class SignInCheck(StaffStore staff, SignInAttempts attempts, Passwords passwords, TimeProvider clock)
{
    /// <param name="counters">What the attempt counts against: <see cref="KnownBrowser.CountersOf"/>; the first that is not locked bears it.</param>
    public async Task<SignInOutcome> CheckAsync(string userName, string password, IReadOnlyList<string> counters, CancellationToken stop)
    {
        string? counter = null;
        var until = DateTimeOffset.MaxValue;
        foreach (var open in counters)
        {
            if (await attempts.ClaimAsync(open, clock.GetUtcNow(), stop) is not { } locked)
            {
                counter = open;
                break;
            }
            if (locked < until) until = locked;
        }
        if (counter is null) return new SignInOutcome.Locked(until);
        var found = await staff.FindByNameAsync(userName, stop);
        if (!await passwords.MatchesAsync(found is { Member.Enabled: true } ? found.Value.PasswordHash : null, password, stop)) return new SignInOutcome.Refused();
        await attempts.ForgiveAsync(counter, stop);
        return new SignInOutcome.SignedIn(found!.Value.Member);
    }
}
