namespace Hotline.Core.Routing;

/// <summary>Routing times and lanes. Section <c>Routing</c>. Times in seconds where their name says nothing else.</summary>
public sealed class RoutingOptions
{
    public const string Section = "Routing";

    /// <summary>How long one offer stands; 5 to 120. Default 20.</summary>
    public int OfferSeconds { get; set; } = 20;

    /// <summary>From accept until the caller must be with the operator, ringing included; 10 to 120. Default 35.</summary>
    public int RingSeconds { get; set; } = 35;

    /// <summary>Wrap-up's length in an installation's first routing policy; 10 to 3600. Default 300. Later the policy says it.</summary>
    public int WrapUpSeconds { get; set; } = 300;

    /// <summary>A console not heard of for this long is lost; 4 to 60. Default 5: a socket cut one way is noticed after 5 s at most, so a caller is re-offered within 10 s.</summary>
    public int LeaseSeconds { get; set; } = 5;

    /// <summary>A waiting caller not heard of for this long is asked for at the carrier; 30 to 600. Default 90.</summary>
    public int CallerSilenceSeconds { get; set; } = 90;

    /// <summary>A console back within this time has its old wish again; 0 to 3600. Default 120.</summary>
    public int ReturnSeconds { get; set; } = 120;

    /// <summary>
    /// How long an operator is asked, after the wrap-up of a risk call, whether she wants a rest or a talk, before she is ready again by herself; 0 to 600, 0: never.
    /// Default 60.
    /// </summary>
    public int DebriefSeconds { get; set; } = 60;

    /// <summary>How often Redis, the record and the carrier are compared and put right; 10 to 600. Default 30.</summary>
    public int ReconcileSeconds { get; set; } = 30;

    /// <summary>How many minutes before a lane will be without anybody in the roster its supervisors are told; 1 to 120. Default 10.</summary>
    public int UnstaffedWarningMinutes { get; set; } = 10;

    /// <summary>Skills with a lane in an installation's first routing policy; 1 to 12 codes. Default legal, psychological, crisis. The first three keys of the menu lead to the default ones.</summary>
    public string[] Skills { get; set; } = [];

    /// <summary>A JSON routing policy that an installation without one begins with. Default none: every centre always open.</summary>
    public string? PolicyFile { get; set; }

    /// <summary>The configured skills, or the default three.</summary>
    public IReadOnlyList<string> SkillCodes => Skills.Length == 0 ? ["legal", "psychological", "crisis"] : Skills;

    /// <summary>Each fault names its key and what is allowed.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (key, value, least, most) in new[]
        {
            (nameof(OfferSeconds), OfferSeconds, 5, 120), (nameof(RingSeconds), RingSeconds, 10, 120),
            (nameof(WrapUpSeconds), WrapUpSeconds, 10, 3600), (nameof(LeaseSeconds), LeaseSeconds, 4, 60),
            (nameof(CallerSilenceSeconds), CallerSilenceSeconds, 30, 600), (nameof(ReturnSeconds), ReturnSeconds, 0, 3600),
            (nameof(ReconcileSeconds), ReconcileSeconds, 10, 600), (nameof(DebriefSeconds), DebriefSeconds, 0, 600),
        })
        {
            if (value < least || value > most) yield return $"Routing__{key} must be {least} to {most} seconds, not {value}.";
        }
        if (UnstaffedWarningMinutes is < 1 or > 120) yield return $"Routing__{nameof(UnstaffedWarningMinutes)} must be 1 to 120 minutes, not {UnstaffedWarningMinutes}.";
        if (SkillCodes.Count > 12 || SkillCodes.Any(s => !Staff.Skill.TryParse(s, out _)))
            yield return "Routing__Skills__<n> must be 1 to 12 codes of 2 to 24 lower-case letters.";
        else if (!SkillCodes.Contains("crisis") || !SkillCodes.Contains("psychological"))
            yield return "Routing__Skills__<n> must contain crisis and psychological: the crisis key and a silent caller lead there.";
    }
}
