using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hotline.Agent.Session;

/// <summary>
/// ASP.NET Core Identity's own hashing. A look at an unknown name costs what a look at a known one costs: a tenth of a second of one processor. When a shift
/// signs in, or somebody guesses from many addresses, that work is done in turn, by half of the processors at the most and by threads of its own: the host's
/// other threads bring offers and alarms (<c>Passwords_in_turn</c>).
/// </summary>
internal sealed class Passwords : IDisposable
{
    private static readonly object Nobody = new(); // The hasher's user is a leftover of its interface; it looks at none.
    private readonly IPasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _turns;
    private readonly string _nobodys;

    public Passwords() : this(new PasswordHasher<object>(Options.Create(new PasswordHasherOptions())), Math.Max(1, Environment.ProcessorCount / 2)) { }

    internal Passwords(IPasswordHasher<object> hasher, int atOnce) =>
        (_hasher, _turns, _nobodys) = (hasher, new SemaphoreSlim(atOnce), hasher.HashPassword(Nobody, Stamps.New()));

    public Task<string> HashAsync(string password, CancellationToken stop) => InTurnAsync(() => _hasher.HashPassword(Nobody, password), stop);

    /// <param name="hash">Null for an unknown or disabled account: the same work, and never true.</param>
    public Task<bool> MatchesAsync(string? hash, string password, CancellationToken stop) => InTurnAsync(
        () => _hasher.VerifyHashedPassword(Nobody, hash ?? _nobodys, password) != PasswordVerificationResult.Failed && hash is not null, stop);

    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken stop)
    {
        await _turns.WaitAsync(stop);
        try
        {
            return await Task.Factory.StartNew(work, stop, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
        }
        finally
        {
            _turns.Release();
        }
    }
}
