namespace Hotline.Core.Messages;

/// <summary>Section <c>Messages</c>.</summary>
public sealed class MessageOptions
{
    public const string Section = "Messages";

    /// <summary>So many days after it was heard a message is removed for good; 1 to 1095. Default 30. One that nobody has heard stays.</summary>
    public int KeepHeardDays { get; set; } = 30;

    public IEnumerable<string> Faults()
    {
        if (KeepHeardDays is < 1 or > 1095) yield return $"Messages__{nameof(KeepHeardDays)} must be 1 to 1095 days, not {KeepHeardDays}.";
    }
}
