using Hotline.Core.Staff;

namespace Hotline.Agent.Staff;

/// <summary>Ids 4100–4199.</summary>
internal static partial class StaffLog
{
    [LoggerMessage(4100, LogLevel.Information, "{Staff} signed in", EventName = "SignedIn")]
    public static partial void SignedIn(ILogger log, StaffId staff);

    [LoggerMessage(4101, LogLevel.Warning, "A sign-in was refused", EventName = "SignInRefused")]
    public static partial void SignInRefused(ILogger log);

    [LoggerMessage(4102, LogLevel.Warning, "A sign-in met a lock until {Until:o}", EventName = "SignInLocked")]
    public static partial void SignInLocked(ILogger log, DateTimeOffset until);

    [LoggerMessage(4103, LogLevel.Information, "{Staff} signed out", EventName = "SignedOut")]
    public static partial void SignedOut(ILogger log, StaffId staff);

    [LoggerMessage(4104, LogLevel.Information, "Account {Staff}: {Act} by {By}", EventName = "AccountChanged")]
    public static partial void AccountChanged(ILogger log, StaffId staff, string act, string by);
}
