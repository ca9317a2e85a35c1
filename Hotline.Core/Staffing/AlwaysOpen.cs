namespace Hotline.Core.Staffing;

/// <summary>7×24: the hours of a network nobody has given others.</summary>
internal sealed class AlwaysOpen : ICentreHours
{
    public bool IsOpen(string centre, DateTimeOffset at) => true;

    public DateTimeOffset? NextChange(string centre, DateTimeOffset at) => null;
}
