using System.Globalization;
using System.Security.Claims;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Hotline.Agent.Session;

/// <summary>
/// The cookie that the API and the hub accept: HttpOnly, SameSite=Strict, Secure over https, sliding 12 h, gone with the browser. It carries who, roles, centre and the
/// security stamp; these change the stamp when they change. It also carries name, skills and telephone as they were at sign-in, so that a console can
/// come back to its desk while the database is away.
/// </summary>
internal static class SessionCookie
{
    private const string Centre = "centre", Stamp = "stamp", Display = "display", SkillClaim = "skill", Telephone = "telephone";
    private static readonly TimeSpan Length = TimeSpan.FromHours(12);

    public static IServiceCollection AddSessionCookie(this IServiceCollection services)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.Cookie.Name = "hotline";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Length;
            options.SlidingExpiration = true;
            options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
        return services;
    }

    public static ClaimsPrincipal PrincipalOf(StaffMember member) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, member.Id.ToString()),
            new Claim(ClaimTypes.Name, member.UserName),
            new Claim(Centre, member.Centre),
            new Claim(Stamp, member.SecurityStamp),
            new Claim(Display, member.DisplayName.Reveal()),
            new Claim(Telephone, member.Endpoint ?? ""),
            .. member.Skills.Select(s => new Claim(SkillClaim, WriteSkill(s))),
            .. member.Roles.Select(r => new Claim(ClaimTypes.Role, r.ToString())),
        ], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Who is signed in; null for nobody.</summary>
    public static Who? WhoOf(ClaimsPrincipal? user) =>
        StaffId.TryParse(user?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? new Who(id, user!.FindFirstValue(Centre) ?? "", user!.FindAll(ClaimTypes.Role).Select(c => Enum.Parse<Role>(c.Value)).ToHashSet())
            : null;

    /// <summary>Who is signed in, where authorization has already seen to it that somebody is.</summary>
    public static Who Who(this ClaimsPrincipal user) => WhoOf(user) ?? throw new InvalidOperationException("Nobody is signed in here.");

    /// <summary>Her particulars as they were when she signed in: for while the record cannot be asked.</summary>
    public static StaffMember AsAtSignIn(ClaimsPrincipal user)
    {
        var who = user.Who();
        return new StaffMember(
            who.Id, user.FindFirstValue(ClaimTypes.Name) ?? "", new PersonName(user.FindFirstValue(Display) ?? ""), who.Roles, who.Centre,
            [.. user.FindAll(SkillClaim).Select(c => ReadSkill(c.Value))], user.FindFirstValue(Telephone) is { Length: > 0 } telephone ? telephone : null,
            Enabled: true, StampOf(user), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
    }

    public static string StampOf(ClaimsPrincipal user) => user.FindFirstValue(Stamp) ?? "";

    /// <summary><c>legal:2</c>, or <c>legal:2:2026-10-31</c> for a skill that expires.</summary>
    private static string WriteSkill(SkillLevel skill) => skill.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $"{skill}:{until:O}") : skill.ToString();

    private static SkillLevel ReadSkill(string claim)
    {
        var parts = claim.Split(':');
        return new SkillLevel(new Skill(parts[0]), int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
            parts.Length > 2 ? DateOnly.ParseExact(parts[2], "O", CultureInfo.InvariantCulture) : null);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var stamps = context.HttpContext.RequestServices.GetRequiredService<Stamps>();
        if (WhoOf(context.Principal) is { } who
            && await stamps.CheckAsync(who.Id, StampOf(context.Principal!), context.HttpContext.RequestAborted) is not StampState.Old) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync();
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
