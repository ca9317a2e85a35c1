using System.Globalization;
using System.Threading.RateLimiting;
using Hotline.Core.Starting;

namespace Hotline.Agent.Session;

/// <summary>
/// Bounds sign-ins by network address: hashing is dear. A whole centre may sit behind one address, so the burst is a centre's shift.
/// <c>SignIn__Burst</c> (10 to 100,000, default 600) and <c>SignIn__PerSecond</c> (1 to 1,000, default 10).
/// </summary>
internal static class SignInFlood
{
    public const string Policy = "sign-in";

    public static IServiceCollection AddSignInFlood(this IServiceCollection services, IConfiguration settings)
    {
        var burst = Read(settings, "SignIn:Burst", 10, 100_000, 600);
        var perSecond = Read(settings, "SignIn:PerSecond", 1, 1_000, 10);
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "10";
                return ValueTask.CompletedTask;
            };
            options.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                }));
        });
    }

    private static int Read(IConfiguration settings, string key, int least, int most, int otherwise)
    {
        if (settings[key] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new BadSettingException($"{key.Replace(":", "__", StringComparison.Ordinal)} must be a whole number from {least} to {most}.");
    }
}
