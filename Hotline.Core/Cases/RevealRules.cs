namespace Hotline.Core.Cases;

/// <summary>What is asked of whoever wants to see a number in full.</summary>
public static class RevealRules
{
    public const int ReasonLeast = 4;
    public const int ReasonMost = 200;
}
