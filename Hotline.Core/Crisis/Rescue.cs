using System.Text.Json.Serialization;
using Hotline.Core.Staff;

namespace Hotline.Core.Crisis;

[JsonConverter(typeof(JsonStringEnumConverter<RescueService>))]
public enum RescueService
{
    /// <summary>110.</summary>
    Police,

    /// <summary>120.</summary>
    Ambulance,

    Other,
}

/// <summary>How far a rescue has come. Open until <see cref="Failed"/> or <see cref="Ended"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RescueStep>))]
public enum RescueStep { Asked, Dispatched, Arrived, Failed, Ended }

/// <summary>What the holder of an escalation records of a rescue.</summary>
public abstract record RescueAct
{
    private RescueAct()
    {
    }

    /// <param name="Contact">The service's number that was called, digits only, at most 20.</param>
    public sealed record Ask(RescueService Service, string? Contact = null) : RescueAct;

    /// <param name="Rescue">Its number within the escalation, from 1.</param>
    /// <param name="Step">Not <see cref="RescueStep.Asked"/>; steps may be left out, none goes back, and after the end there is none.</param>
    public sealed record Note(int Rescue, RescueStep Step) : RescueAct;
}

/// <param name="DueAt">By when the next step should be known; null when none is awaited.</param>
/// <param name="Overdue">That time is over, and it pages again.</param>
public sealed record OpenRescue(int Number, RescueService Service, RescueStep Step, DateTimeOffset At, DateTimeOffset? DueAt, bool Overdue, StaffId? By)
{
    public bool Open => Step is not (RescueStep.Failed or RescueStep.Ended);
}
