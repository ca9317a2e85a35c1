using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

public sealed class Signing_in(StorageProvider provider) : DatabaseSpec(provider)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(57);

    private SignInAttempts Attempts => new(Database, Sealing_values.Keys());

    [Test]
    public async Task Parallel_wrong_passwords_never_get_more_than_five_looks()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Attempts.ClaimAsync("li", Now))));
        Assert.That(claims.Count(c => c is null), Is.EqualTo(SignInRules.Failures));
        Assert.That(claims.Where(c => c is not null), Is.All.EqualTo(Now + SignInRules.Lock));
    }

    [Test]
    public async Task A_lock_ends_and_counting_begins_again()
    {
        for (var i = 0; i < SignInRules.Failures; i++) Assert.That(await Attempts.ClaimAsync("li", Now), Is.Null);
        Assert.That(await Attempts.ClaimAsync("LI", Now + SignInRules.Lock - TimeSpan.FromSeconds(1)), Is.Not.Null, "the name, however written");
        for (var i = 0; i < SignInRules.Failures; i++) Assert.That(await Attempts.ClaimAsync("li", Now + SignInRules.Lock), Is.Null);
        Assert.That(await Attempts.ClaimAsync("li", Now + SignInRules.Lock), Is.EqualTo(Now + (2 * SignInRules.Lock)));
    }

    [Test]
    public async Task Success_forgives_and_another_name_is_not_concerned()
    {
        for (var i = 0; i < SignInRules.Failures; i++) await Attempts.ClaimAsync("li", Now);
        Assert.That(await Attempts.ClaimAsync("wang", Now), Is.Null);
        await Attempts.ForgiveAsync("li");
        Assert.That(await Attempts.ClaimAsync("li", Now), Is.Null);
    }

    [Test]
    public async Task Failures_of_another_day_are_forgotten()
    {
        for (var i = 0; i < SignInRules.Failures - 1; i++) await Attempts.ClaimAsync("li", Now);
        var nextDay = Now + SignInRules.Memory;
        for (var i = 0; i < SignInRules.Failures; i++) Assert.That(await Attempts.ClaimAsync("li", nextDay), Is.Null);
        Assert.That(await Attempts.ClaimAsync("li", nextDay), Is.Not.Null);
        await Attempts.ForgetOldAsync(nextDay + SignInRules.Memory);
        Assert.That(await Attempts.ClaimAsync("li", nextDay), Is.Null);
    }

    [Test]
    public async Task A_lock_is_listed_for_administrators()
    {
        for (var i = 0; i < SignInRules.Failures; i++) await Attempts.ClaimAsync("li", Now);
        await Attempts.ClaimAsync("wang", Now);
        var locks = await Attempts.LocksAsync(["li", "wang"], Now);
        Assert.That(locks, Is.EqualTo(new Dictionary<string, DateTimeOffset> { ["li"] = Now + SignInRules.Lock }));
    }
}
