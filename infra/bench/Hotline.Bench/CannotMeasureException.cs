namespace Hotline.Bench;

/// <summary>Nothing can be measured; the message says why and is all that is printed.</summary>
internal sealed class CannotMeasureException(string message) : Exception(message);

/// <summary>The arguments are not understood.</summary>
internal sealed class NotUnderstoodException(string message) : Exception(message);
