using Hotline.Core.Telephony;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Crisis;

/// <summary>Ids 1320–1329. People by their short names of the policy: never a name or a number.</summary>
internal static partial class PagerLog
{
    [LoggerMessage(1320, LogLevel.Warning, "Escalation {Escalation}: nobody can say yet whether {Person} was reached; the page comes again", EventName = "PageComesAgain")]
    public static partial void ComesAgain(ILogger log, EscalationId escalation, string person);

    [LoggerMessage(1321, LogLevel.Error, "Escalation {Escalation}: the carrier takes no page for {Person}; the ladder goes on without", EventName = "PersonUnreachable")]
    public static partial void Unreachable(ILogger log, EscalationId escalation, string person);

    [LoggerMessage(1322, LogLevel.Warning, "Leg {Leg} of a page that is void could not be stopped; it rings to its end", EventName = "PageRingsOn")]
    public static partial void RingsOn(ILogger log, LegId leg);
}
