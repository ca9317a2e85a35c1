using Microsoft.Extensions.Logging;

namespace Hotline.Core.Care;

/// <summary>Ids 1400–1409.</summary>
internal static partial class CareLog
{
    [LoggerMessage(1400, LogLevel.Information, "Version {Version} of the questions of risk is asked: {Questions} questions", EventName = "RiskQuestionsInForce")]
    public static partial void QuestionsInForce(ILogger log, int version, int questions);

    [LoggerMessage(1401, LogLevel.Warning, "The questions of risk could not be read ({Why}); version {InForce} goes on", EventName = "RiskQuestionsNotRead")]
    public static partial void QuestionsNotRead(ILogger log, string why, int inForce);
}
