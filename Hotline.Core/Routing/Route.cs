using System.Security.Cryptography;
using System.Text;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>The way of one caller of a skill, as the policy has it at one moment: what the live state is given and follows by itself.</summary>
/// <param name="Mark">Short; changes whenever the way would (policy version, opening, closing).</param>
/// <param name="Entry">Her own lane: what she is counted in, also while it is closed.</param>
/// <param name="HeadStart">Taken off her arrival when places are compared.</param>
/// <param name="Steps">By <see cref="RouteStep.After"/>; the first is due at once.</param>
public sealed record Route(string Mark, Lane Entry, TimeSpan HeadStart, IReadOnlyList<RouteStep> Steps)
{
    /// <summary>Her centre is closed by its hours and lets callers leave a message while they wait. It ends no route.</summary>
    public bool TakesMessages { get; init; }
}

/// <summary>From <paramref name="After"/> her arrival on she also stands in these lanes; with phones, the duty telephones are rung in turn.</summary>
public sealed record RouteStep(TimeSpan After, IReadOnlyList<Lane> Lanes, IReadOnlyList<DutyPhone> Phones);

/// <summary>A duty telephone. <paramref name="Id"/>: 32 hex digits made from the number, so that it stands where an operator's id does.</summary>
public sealed record DutyPhone(string Id, string Number)
{
    public StaffId AsStaff() => StaffId.TryParse(Id, out var id) ? id : throw new InvalidOperationException("A duty telephone's id is 32 hex digits.");

    /// <summary>A telephone's number is its holder's; what is printed is the id.</summary>
    public override string ToString() => Id;

    /// <summary>The same id for one number on every host.</summary>
    public static DutyPhone Of(string number) => new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("duty-phone:" + number)))[..32], number);
}
