using System.Globalization;
using Hotline.Core.Staff;

namespace Hotline.Core.Routing;

/// <summary>Where callers wait: a centre, a skill, and the least level an operator must hold.</summary>
public readonly record struct Lane(string Centre, Skill Skill, int LeastLevel)
{
    /// <summary>Written <c>centre/skill/level</c>, as in keys, events and metrics.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Centre}/{Skill.Code}/{LeastLevel}");
}
