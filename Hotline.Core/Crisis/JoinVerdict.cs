using Hotline.Core.Telephony;

namespace Hotline.Core.Crisis;

/// <summary>May this leg enter the call's conference, and as what?</summary>
public abstract record JoinVerdict
{
    private JoinVerdict()
    {
    }

    /// <param name="Coached">The one leg that hears it; null: everybody does.</param>
    public sealed record Join(LegId? Coached) : JoinVerdict;

    /// <summary>Nobody waits for it any more: hang it up.</summary>
    public sealed record TooLate : JoinVerdict;

    /// <summary>The live state cannot be reached, and with it who is to hear this leg: it is asked again in a moment.</summary>
    public sealed record Degraded : JoinVerdict;
}
