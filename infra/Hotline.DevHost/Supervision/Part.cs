namespace Hotline.DevHost.Supervision;

/// <summary>One program that is kept running while the development host is.</summary>
internal sealed record Part(string Name, Command Command, IProbe Probe);

/// <summary>Asks a part whether it can be used.</summary>
internal interface IProbe
{
    /// <summary>Null when it is ready, otherwise what is still missing, in words that follow the part's name.</summary>
    Task<string?> MissingAsync(CancellationToken ct);
}
