using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Tests.WholeSystem;

/// <summary>Something that may stand in no log, and by which it is recognised.</summary>
/// <param name="Name">What it is, for the message.</param>
/// <param name="Text">As it is. Of a number: its national digits, which every spelling contains.</param>
internal sealed record Canary(string Name, string Text);

/// <summary>Looks for canaries in files byte by byte, in every spelling in which programs write such things down.</summary>
internal static partial class CanaryScan
{
    /// <summary>One line for each canary found in each file: which, where, and what stands around it.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> files, IEnumerable<Canary> canaries)
    {
        var sought = canaries.SelectMany(canary => SpellingsOf(canary.Text).Select(spelling => (canary.Name, Bytes: spelling))).ToList();
        List<string> found = [];
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var (name, spelling) in sought)
            {
                var at = bytes.AsSpan().IndexOf(spelling);
                if (at < 0) continue;
                var around = Encoding.UTF8.GetString(bytes.AsSpan(Math.Max(0, at - 160)..Math.Min(bytes.Length, at + spelling.Length + 60))).ReplaceLineEndings(" ");
                found.Add($"{name} in {Path.GetFileName(file)}: …{around}…");
            }
        }
        return found;
    }

    private static IEnumerable<byte[]> SpellingsOf(string text)
    {
        HashSet<string> spellings = [text, Uri.EscapeDataString(text), WebUtility.UrlEncode(text), Escaped(text), Escaped(Escaped(text)), Convert.ToHexString(Encoding.UTF8.GetBytes(text))];
        spellings.UnionWith([.. spellings.Select(spelling => EscapeDigits().Replace(spelling, match => match.Value.ToLowerInvariant()))]);
        spellings.Add(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)));
        spellings.UnionWith(Base64Of(text));
        if (Digits().IsMatch(text) && text.Length == 11) spellings.UnionWith([$"{text[..3]} {text[3..7]} {text[7..]}", $"{text[..3]}-{text[3..7]}-{text[7..]}"]);
        return [.. spellings.Select(Encoding.UTF8.GetBytes), Encoding.Unicode.GetBytes(text)];
    }

    /// <summary>What is the same in base64 wherever in a longer text it stands (as in <c>account:key</c>): one middle part for each of the three alignments.</summary>
    private static IEnumerable<string> Base64Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            var middle = whole[(shift == 0 ? 0 : 4)..^4];
            yield return middle;
            yield return middle.Replace('+', '-').Replace('/', '_');
        }
    }

    private static string Escaped(string text) => JsonSerializer.Serialize(text)[1..^1];

    [GeneratedRegex(@"%[0-9A-F]{2}|\\u[0-9A-F]{4}")]
    private static partial Regex EscapeDigits();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();
}
