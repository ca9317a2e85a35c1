using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>Ids 1150–1159.</summary>
internal static partial class PolicyLog
{
    [LoggerMessage(1150, LogLevel.Information, "Routing policy version {Version} is in force: {Centres} centres, {Lanes} lane rules", EventName = "PolicyInForce")]
    public static partial void InForce(ILogger log, int version, int centres, int lanes);

    [LoggerMessage(1151, LogLevel.Warning, "The routing policy could not be read ({Why}); the one in force stays", EventName = "PolicyNotRead")]
    public static partial void NotRead(ILogger log, string why);

    [LoggerMessage(1152, LogLevel.Error, "Routing policy version {Version} cannot be used: {Fault} Version {InForce} stays in force", EventName = "PolicyRefused")]
    public static partial void Refused(ILogger log, int version, string fault, int inForce);

    [LoggerMessage(1153, LogLevel.Warning, "Routing policy version {Version} cannot be used: {Fault} The file of Routing__PolicyFile became version {Next}", EventName = "PolicyReplaced")]
    public static partial void Replaced(ILogger log, int version, int next, string fault);
}
