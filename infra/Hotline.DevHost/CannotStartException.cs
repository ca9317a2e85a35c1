namespace Hotline.DevHost;

/// <summary>Something the developer can put right; the message says what it is and how, and is all that is printed.</summary>
internal sealed class CannotStartException(string message) : Exception(message);
