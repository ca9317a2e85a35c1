using Hotline.Core.Care;

namespace Hotline.Agent.Care;

/// <summary>Ids 4400–4499.</summary>
internal static partial class CareLog
{
    [LoggerMessage(4400, LogLevel.Warning, "Follow-up {FollowUp} ({Step}) was missed; an escalation is raised", EventName = "FollowUpMissed")]
    public static partial void FollowUpMissed(ILogger log, Guid followUp, FollowUpStep step);
}
