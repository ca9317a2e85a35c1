using Microsoft.Extensions.Options;

namespace Hotline.Core.Starting;

/// <summary>
/// A setting that cannot be used. The message names its key in environment form and what is allowed, and never repeats the value: some are secrets.
/// </summary>
public sealed class BadSettingException(string message, Exception? cause = null) : InvalidOperationException(message, cause);

/// <summary>What a host that cannot start for its settings says instead of a stack trace: one line for the person who set them.</summary>
public static class SettingFault
{
    /// <summary>The line; null when it was something else that went wrong.</summary>
    public static string? Of(Exception error) => Told(error) is { } told ? $"A setting is missing or malformed: {told}" : null;

    private static string? Told(Exception error) => error switch
    {
        OptionsValidationException options => string.Join(" ", options.Failures),
        BadSettingException setting => setting.Message,
        AggregateException { InnerExceptions: var several } when several.All(e => Told(e) is not null) => string.Join(" ", several.Select(Told)),
        _ => null,
    };
}
