using System.Text.Json.Serialization;
using Hotline.Core.Staff;

namespace Hotline.Agent.Session;

/// <summary>The body of <c>POST /api/session</c>.</summary>
public sealed record SignIn(string? UserName, string? Password);

/// <summary>Who is signed in. <paramref name="BrowserPhone"/>: her voice goes through this browser, and <c>GET /api/phone/token</c> will answer.</summary>
public sealed record SessionView(
    StaffId StaffId,
    string UserName,
    string DisplayName,
    IReadOnlyList<Role> Roles,
    string Centre,
    IReadOnlyList<SkillView> Skills,
    EndpointKind EndpointKind,
    bool BrowserPhone);

/// <summary>A skill with its level; <paramref name="Until"/> is its last day, null for good.</summary>
public sealed record SkillView(string Skill, int Level, DateOnly? Until = null)
{
    internal static SkillView Of(SkillLevel skill) => new(skill.Skill.Code, skill.Level, skill.Until);
}

/// <summary>How an operator's voice reaches her.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EndpointKind>))]
public enum EndpointKind { None, Sip, Browser, Telephone }
