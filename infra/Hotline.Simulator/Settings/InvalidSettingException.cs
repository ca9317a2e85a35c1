namespace Hotline.Simulator.Settings;

/// <summary>A setting that cannot be used; the message names its key in environment form and what is allowed.</summary>
internal sealed class InvalidSettingException(string key, string allowed)
    : Exception($"{key.Replace(":", "__", StringComparison.Ordinal)}: {allowed}");
