namespace Hotline.Core.Storage;

/// <summary>What came of opening a sealed value.</summary>
public abstract record Sealed
{
    private Sealed() { }

    /// <summary>The value. Printing this record never prints it.</summary>
    public sealed record Opened(string Text) : Sealed
    {
        public override string ToString() => nameof(Opened);
    }

    /// <summary>Its key was destroyed on purpose: the value is erased for good.</summary>
    public sealed record Destroyed(string KeyId) : Sealed;

    /// <summary>The key file does not know this key: an old key file, or one host ahead of another during a rotation.</summary>
    public sealed record KeyMissing(string KeyId) : Sealed;

    /// <summary>Altered, cut short, or moved here from another row or column.</summary>
    public sealed record Broken : Sealed;
}
