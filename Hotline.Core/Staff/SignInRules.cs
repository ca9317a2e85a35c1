namespace Hotline.Core.Staff;

/// <summary>How many wrong passwords a name bears, and what follows.</summary>
public static class SignInRules
{
    public const int Failures = 5;
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);

    /// <summary>Failures further apart than this are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);
}
