namespace Hotline.Simulator;

internal static partial class SimulatorLog
{
    [LoggerMessage(1, LogLevel.Error, "The leg {CallSid} was ended by a defect of the simulator")]
    public static partial void LegBroke(ILogger log, Exception exception, string callSid);
}
