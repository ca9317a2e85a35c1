using Hotline.Agent.Session;
using Hotline.Tests.Servers;
using Microsoft.AspNetCore.Identity;
using NUnit.Framework;

namespace Hotline.Tests.Staff;

/// <summary>Hashing must leave processors and threads to those who bring offers.</summary>
[TestFixture]
public sealed class Passwords_in_turn
{
    private const int AtOnce = 2, Asked = 7;
    private readonly SlowHasher _hasher = new();
    private Passwords _passwords = null!;

    [SetUp]
    public void GivenAHasherThatTakesLong()
    {
        _hasher.LetGo.Set();
        _passwords = new Passwords(_hasher, AtOnce);
        _hasher.LetGo.Reset();
    }

    [TearDown]
    public void LetGo()
    {
        _hasher.LetGo.Set();
        _passwords.Dispose();
    }

    [Test]
    public async Task Many_at_once_are_hashed_by_so_many_threads_of_their_own()
    {
        var all = Enumerable.Range(0, Asked).Select(i => _passwords.MatchesAsync("right", i % 2 == 0 ? "right" : "wrong", default)).ToList();
        await Eventually.True(() => _hasher.Inside == AtOnce, "as many as may are at it");
        _hasher.LetGo.Set();
        Assert.That(await Task.WhenAll(all), Is.EqualTo(Enumerable.Range(0, Asked).Select(i => i % 2 == 0)));
        Assert.That(_hasher.MostInside, Is.EqualTo(AtOnce), "never more");
        Assert.That(_hasher.OnTheHostsThreads, Is.Zero);
    }

    [Test]
    public async Task Who_has_gone_away_takes_no_turn_and_holds_none()
    {
        using var gone = new CancellationTokenSource();
        var first = Enumerable.Range(0, AtOnce).Select(_ => _passwords.HashAsync("x", default)).ToList();
        await Eventually.True(() => _hasher.Inside == AtOnce, "as many as may are at it");
        var left = _passwords.HashAsync("left", gone.Token);
        var next = _passwords.HashAsync("next", default);
        await gone.CancelAsync();
        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        _hasher.LetGo.Set();
        await Task.WhenAll([.. first, next]).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(_hasher.Hashed, Does.Contain("next").And.Not.Contain("left"));
    }

    [Test]
    public async Task An_unknown_name_costs_the_same_work_and_never_matches()
    {
        _hasher.LetGo.Set();
        Assert.That(await _passwords.MatchesAsync(null, "right", default), Is.False);
        Assert.That(_hasher.Hashed, Has.Count.EqualTo(2), "one at the start, one for the look");
    }

    private sealed class SlowHasher : IPasswordHasher<object>
    {
        private readonly List<string> _hashed = [];
        private int _inside;

        public ManualResetEventSlim LetGo { get; } = new();

        public int Inside => Volatile.Read(ref _inside);

        public int MostInside { get; private set; }

        public int OnTheHostsThreads { get; private set; }

        public IReadOnlyList<string> Hashed
        {
            get
            {
                lock (_hashed) return [.. _hashed];
            }
        }

        public string HashPassword(object user, string password)
        {
            Work(password);
            return password;
        }

        public PasswordVerificationResult VerifyHashedPassword(object user, string hashedPassword, string providedPassword)
        {
            Work(providedPassword);
            return hashedPassword == providedPassword || providedPassword == "right" ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;
        }

        private void Work(string password)
        {
            lock (_hashed)
            {
                _hashed.Add(password);
                MostInside = Math.Max(MostInside, Interlocked.Increment(ref _inside));
                // The first is made with the object itself.
                if (_hashed.Count > 1 && Thread.CurrentThread.IsThreadPoolThread) OnTheHostsThreads++;
            }
            LetGo.Wait(TimeSpan.FromSeconds(60));
            Interlocked.Decrement(ref _inside);
        }
    }
}
