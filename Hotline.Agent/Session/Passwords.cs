using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Hotline.Agent.Session;

/// <summary>ASP.NET Core Identity's own hashing. A look at an unknown name costs what a look at a known one costs.</summary>
internal sealed class Passwords
{
    private static readonly object Nobody = new(); // The hasher's user is a leftover of its interface; it looks at none.
    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions()));
    private readonly string _nobodys;

    public Passwords() => _nobodys = _hasher.HashPassword(Nobody, Stamps.New());

    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    /// <param name="hash">Null for an unknown or disabled account: the same work, and never true.</param>
    public bool Matches(string? hash, string password) =>
        _hasher.VerifyHashedPassword(Nobody, hash ?? _nobodys, password) != PasswordVerificationResult.Failed && hash is not null;
}
