namespace Hotline.Core.Calls;

/// <summary>What the reconciler puts right: the <c>what</c> of a <see cref="EventKind.Repair"/> event.</summary>
public static class RepairKind
{
    /// <summary>Offered to a desk that does not hold the offer: the caller is back at her place.</summary>
    public const string OfferStuck = "offer-stuck";

    /// <summary>As <see cref="OfferStuck"/>, while the operator's telephone rings.</summary>
    public const string RingStuck = "ring-stuck";

    /// <summary>Being written about by nobody.</summary>
    public const string CallStuck = "call-stuck";

    /// <summary>A desk with a call that is gone, over or not its own.</summary>
    public const string OperatorStuck = "operator-stuck";

    /// <summary>She talks, but her desk did not know it.</summary>
    public const string OperatorLost = "operator-lost";

    /// <summary>A desk helping in a call that is over or does not know it, or a call with a helper whose desk does not.</summary>
    public const string HelperStuck = "helper-stuck";

    /// <summary>Counted as ready or present without being it.</summary>
    public const string GhostOperator = "ghost-operator";

    /// <summary>A place in a lane that no waiting caller has.</summary>
    public const string GhostPlace = "ghost-place";

    /// <summary>A waiting caller who did not stand in her lanes.</summary>
    public const string PlaceMissing = "place-missing";
    public const string ReadyMissing = "ready-missing";
    public const string PresenceMissing = "presence-missing";

    /// <summary>A caller waited while a matching operator was ready.</summary>
    public const string CallerUnmatched = "caller-unmatched";
    public const string TimerMissing = "timer-missing";

    /// <summary>Nobody would have known which call the carrier speaks of.</summary>
    public const string LegMissing = "leg-missing";
    public const string TrunkCount = "trunk-count";

    /// <summary>The carrier had ended the caller's leg without our hearing of it.</summary>
    public const string CallerGone = "caller-gone";

    /// <summary>An operator's leg that no call had any more was ended.</summary>
    public const string OrphanLeg = "orphan-leg";

    /// <summary>A caller on the line whom only the carrier knew, and who was with nobody, was brought back to her place.</summary>
    public const string CallerLost = "caller-lost";

    /// <summary>A call without an end in the record, unknown to the live state and over at the carrier.</summary>
    public const string EndLost = "end-lost";
}
