namespace Hotline.Simulator.Calls;

internal enum EndReason
{
    CallerHungUp,
    PhoneHungUp,
    HangupVerb,
    DocumentEnded,
    EndedByApi,
    ConferenceEnded,
    OtherPartyHungUp,
    OtherLegAnswered,
    Rejected,
    Busy,
    NoAnswer,
    ApplicationError,
    SimulatorError,
    Reset,
}
