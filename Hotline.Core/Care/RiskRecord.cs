using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Care;

/// <summary>Whom something is kept of: the keyed hash of her number; with a withheld number, the one call.</summary>
/// <param name="Mask">Empty when withheld.</param>
public sealed record CareSubject(string Key, string Mask, bool Withheld)
{
    public static CareSubject Of(CallId call, string? numberKey, string? mask) =>
        numberKey is { Length: > 0 } ? new(numberKey, mask ?? "", false) : new(call.ToString(), "", true);
}

/// <param name="Plan">What is done for her.</param>
/// <param name="Protocol">What was agreed for a line that drops: shown to whoever gets the call back.</param>
public sealed record RiskWords(string Plan, string Protocol)
{
    public const int PlanMost = 2000, ProtocolMost = 300, ReasonLeast = 4, ReasonMost = 200;

    public override string ToString() => "risk record";
}

/// <summary>The open risk record of a person; there is one at most.</summary>
/// <param name="Revision">Grows by one with each change.</param>
/// <param name="Words">Null when its key was destroyed.</param>
public sealed record RiskRecord(
    Guid Id, CareSubject Subject, string Centre, CallId Call, CareLevel Level, RiskWords? Words, int Revision,
    DateTimeOffset OpenedAt, StaffId OpenedBy, DateTimeOffset ChangedAt, StaffId ChangedBy)
{
    public override string ToString() => Id.ToString("N");
}

/// <summary>What is asked of whoever changes a risk record. Errors are by field name.</summary>
public static class RiskRecordRules
{
    public static Dictionary<string, string[]> Read(string? level, string? plan, string? protocol, out CareLevel read, out RiskWords words)
    {
        Dictionary<string, string[]> errors = [];
        read = CareLevel.Watch;
        if (level is not null && Array.IndexOf(Enum.GetNames<CareLevel>(), level) >= 0) read = Enum.Parse<CareLevel>(level);
        else errors["level"] = [$"One of: {string.Join(", ", Enum.GetNames<CareLevel>())}."];
        words = new(plan?.Trim() ?? "", protocol?.Trim() ?? "");
        if (words.Plan.Length > RiskWords.PlanMost) errors["plan"] = [$"At most {RiskWords.PlanMost} characters, not {words.Plan.Length}."];
        if (words.Protocol.Length > RiskWords.ProtocolMost) errors["protocol"] = [$"At most {RiskWords.ProtocolMost} characters, not {words.Protocol.Length}."];
        return errors;
    }

    /// <summary>Null when the reason may stand.</summary>
    public static string? CheckReason(string? reason) => reason?.Trim().Length is >= RiskWords.ReasonLeast and <= RiskWords.ReasonMost
        ? null
        : $"{RiskWords.ReasonLeast} to {RiskWords.ReasonMost} characters: why it ends.";
}
