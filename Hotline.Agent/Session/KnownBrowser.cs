using System.Security.Cryptography;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.DataProtection;

namespace Hotline.Agent.Session;

/// <summary>
/// Remembers in a browser who has signed in there. Wrong passwords from such a browser count for its own; those of strangers lock the name for
/// strangers only. So whoever guesses at a colleague's name does not keep her from her post, and gains no guesses by it: only her own password makes
/// a browser hers. It opens nothing by itself and says nothing readable.
/// </summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection)
{
    private const string Cookie = "hotline-browser";
    private const int MostPeople = 12;
    private const char Between = '\n';
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("hotline.known-browser").ToTimeLimitedDataProtector();

    /// <summary>
    /// What her attempts count against here, in this order: her name at this browser if it knows her, then her name (which an administrator's new
    /// password unlocks).
    /// </summary>
    public IReadOnlyList<string> CountersOf(HttpRequest request, string userName) =>
        Read(request) is [var browser, .. var people] && people.Contains(StaffMember.Normalise(userName), StringComparer.Ordinal)
            ? [$"{userName.Trim()}{Between}{browser}", userName]
            : [userName];

    /// <summary>She has shown her password here.</summary>
    public void Remember(HttpContext context, string userName)
    {
        var name = StaffMember.Normalise(userName);
        var (browser, people) = Read(context.Request) is [var known, .. var before] ? (known, before) : (Stamps.New(), []);
        string[] mark = [browser, name, .. people.Where(p => p != name).Take(MostPeople - 1)];
        context.Response.Cookies.Append(Cookie, _protector.Protect(string.Join(Between, mark), Life), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/api/session",
            MaxAge = Life,
            IsEssential = true,
        });
    }

    private string[] Read(HttpRequest request)
    {
        if (request.Cookies[Cookie] is not { Length: > 0 } text) return [];
        try
        {
            return _protector.Unprotect(text).Split(Between);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
