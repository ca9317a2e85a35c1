using Hotline.Core.Routing;

namespace Hotline.Agent.Calls;

/// <summary>The reason somebody gave for a mark.</summary>
internal static class MarkReason
{
    public static bool TryRead(string? given, out string reason, out Dictionary<string, string[]> errors)
    {
        reason = given?.Trim() ?? "";
        errors = reason.Length is >= NumberMarkRules.ReasonLeast and <= NumberMarkRules.ReasonMost
            ? []
            : new() { ["reason"] = [$"{NumberMarkRules.ReasonLeast} to {NumberMarkRules.ReasonMost} characters: why."] };
        return errors.Count == 0;
    }

    public static Dictionary<string, string[]> Withheld => new() { ["id"] = ["The caller's number is withheld: nothing can be remembered of it."] };
}
