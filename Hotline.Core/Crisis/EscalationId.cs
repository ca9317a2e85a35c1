using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hotline.Core.Calls;

namespace Hotline.Core.Crisis;

/// <summary>
/// One escalation: <c>call id.n</c>, n from 1 and growing with the call's escalations, also over a wiped live state; <c>32 hex digits.0</c> for one about no
/// call. It carries no personal datum.
/// </summary>
public readonly record struct EscalationId(string Value)
{
    private const int Longest = 50;

    /// <summary>For one about no call.</summary>
    public static EscalationId WithoutCall(TimeProvider clock) => new($"{CallId.New(clock)}.0");

    /// <summary>The call it is about; null when it is about none.</summary>
    public CallId? Call => !Value.EndsWith(".0", StringComparison.Ordinal) && CallId.TryParse(Value[..Value.IndexOf('.', StringComparison.Ordinal)], out var call) ? call : null;

    public static bool TryParse([NotNullWhen(true)] string? text, out EscalationId id)
    {
        id = new EscalationId(text ?? "");
        return text is { Length: > 33 and <= Longest } && text[32] == '.' && CallId.TryParse(text[..32], out var call) && call.ToString() == text[..32]
            && long.TryParse(text.AsSpan(33), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && text.AsSpan(33).SequenceEqual(n.ToString(CultureInfo.InvariantCulture));
    }

    public override string ToString() => Value;
}
