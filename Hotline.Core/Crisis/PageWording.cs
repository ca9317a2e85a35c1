using System.Text.RegularExpressions;

namespace Hotline.Core.Crisis;

/// <summary>
/// What may be said of an escalation outside the console. A telephone lies on a table, is held by a child, reads messages aloud: whoever sees or hears a
/// page learns that something is to be done, and not for whom, where or why.
/// </summary>
public static partial class PageWording
{
    public const string Text = "12338值班通知:有一件需要马上处理的事,请登录工作台查看。";

    /// <summary>Longer texts are several messages, of which the carrier may lose one.</summary>
    public const int Longest = 70;

    /// <summary>Words that say what it is about; written so that no caller's matter can be guessed from a page.</summary>
    private static readonly string[] Telling =
    [
        "危机", "自杀", "自伤", "轻生", "生命", "家暴", "暴力", "侵害", "救援", "报警", "风险", "妇女", "妇联", "来电", "求助",
        "crisis", "suicide", "violence", "abuse", "rescue", "police", "risk", "caller", "women",
    ];

    /// <summary>Why these words may not be sent or spoken as a page; null: they may. Pure: every page's words pass it, the shipped ones and any that replace them.</summary>
    public static string? FaultOf(string words)
    {
        if (string.IsNullOrWhiteSpace(words)) return "says nothing";
        if (Placeholder().IsMatch(words)) return "has a place to fill in: nothing of the caller may stand in a page";
        // A number, an address, a time, a case: a page repeats none. What is left is our own number and a key to press.
        if (Number().Matches(words).Any(m => m.Value != "12338")) return "has a number other than 12338 and single keys";
        return Telling.FirstOrDefault(word => words.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"says '{word}'" : null;
    }

    [GeneratedRegex(@"[{}<>\[\]%$]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[0-9\uFF10-\uFF19]{2,}")]
    private static partial Regex Number();
}
