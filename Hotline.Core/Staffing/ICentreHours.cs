namespace Hotline.Core.Staffing;

/// <summary>When a centre takes calls.</summary>
public interface ICentreHours
{
    bool IsOpen(string centre, DateTimeOffset at);

    /// <summary>The first instant after <paramref name="at"/> at which the centre opens or closes; null when it does neither for a year.</summary>
    DateTimeOffset? NextChange(string centre, DateTimeOffset at);
}
