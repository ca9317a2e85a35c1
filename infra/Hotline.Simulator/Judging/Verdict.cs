using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Judging;

internal sealed record LostCall(string Sid, EndReason? Reason, DateTimeOffset At, string LastHeard, string DigitsPressed);

/// <summary>Kind <c>callerWithTwoLegs</c>, <c>callerHearsCoach</c> or <c>phoneInTwoCalls</c>.</summary>
internal sealed record DoubleBridge(string Kind, string Sid, string Where, IReadOnlyList<string> Legs, DateTimeOffset At);

internal sealed record PhoneCollision(string Phone, string Sid, IReadOnlyList<string> Occupying, DateTimeOffset At);

internal sealed record DeadAir(string Sid, double Seconds, DateTimeOffset At);

internal sealed record ApplicationError(string Sid, int Code, string Message, string Url, DateTimeOffset At);

/// <summary>A voicemail that answered: what it recorded, and what was said into its greeting.</summary>
internal sealed record MachineHeard(
    string Sid, string Phone, string? AnsweredBy, IReadOnlyList<string> Recorded, IReadOnlyList<string> SaidIntoGreeting, DateTimeOffset At);

/// <summary>What the simulator knows to be true. Lists keep the newest 10,000 entries; the counts are complete.</summary>
internal sealed record Verdict(
    long Calls,
    long Answered,
    long Abandoned,
    long OpenCalls,
    long LostCount,
    IReadOnlyList<string> Lost,
    IReadOnlyList<LostCall> LostDetails,
    IReadOnlyList<DoubleBridge> DoubleBridges,
    IReadOnlyList<PhoneCollision> PhoneCollisions,
    IReadOnlyList<DeadAir> DeadAir,
    long ApplicationErrorCount,
    IReadOnlyList<ApplicationError> ApplicationErrors,
    IReadOnlyList<MachineHeard> Machines);
