using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hotline.Core.Crisis;
using Hotline.Core.Starting;
using Hotline.Core.Telephony.Twilio;

namespace Hotline.Api.Voice;

/// <summary>What callers and operators hear. In the file the names are written in kebab case: <c>ahead-range</c>.</summary>
internal enum Prompt
{
    Greeting,
    Menu,

    /// <summary>Callers before her, when nothing honest can be said of the time.</summary>
    Ahead,
    AheadRange,
    AheadWithin,
    Next,

    /// <summary>The crisis key works at every moment.</summary>
    Zero,

    /// <summary>She may hang up and be called back.</summary>
    CallBackKey,

    /// <summary>The safe-contact choice, by key; no key stays in the queue.</summary>
    CallBackChoice,

    /// <summary>Booked: she may hang up; the same key again, and she stays.</summary>
    CallBackBooked,

    /// <summary>Her centre is closed: she may leave a message, and waits on.</summary>
    MessageKey,

    /// <summary>Before the tone.</summary>
    MessageSay,

    /// <summary>May she be called about it? By key; no key is no.</summary>
    MessageMayCall,

    /// <summary>It is kept, and so is her place.</summary>
    MessageKept,

    /// <summary>
    /// The first words to whoever answers the telephone we dialled. Somebody else may hold it: it must name neither us nor what is it about.
    /// </summary>
    CallBackAnswered,

    /// <summary>As neutral: nobody pressed 1.</summary>
    CallBackNobody,

    /// <summary>To a caller who was silent at the menu: a key says that she cannot speak. Anybody may be listening.</summary>
    QuietKey,

    /// <summary>She pressed it.</summary>
    QuietNoted,

    /// <summary>Several texts are taken in turn.</summary>
    Comfort,
    Connecting,
    Crisis,
    Degraded,

    /// <summary>A duty telephone is being rung for her.</summary>
    Duty,
    Hold,

    /// <summary>To an operator's ordinary telephone.</summary>
    PressOne,

    /// <summary>The first words to whoever answers the telephone of somebody on call. This and the next five pass <see cref="PageWording"/>.</summary>
    PageAnswered,

    /// <summary>The carrier thinks that a machine answered: is anybody there? Tells a voicemail nothing.</summary>
    PageAnybody,

    /// <summary>She pressed 1, and it is hers.</summary>
    PageThanks,

    /// <summary>She answered, or pressed 1, and somebody else has it already.</summary>
    PageTaken,

    /// <summary>She answered, or pressed 1, for a page that is no more: the console says how it stands.</summary>
    PageLook,

    /// <summary>She pressed 1, and it could not be noted yet.</summary>
    PageHold,

    /// <summary>Her conversation is over and she is still there. Neutral: anybody may be holding the telephone.</summary>
    Ended,
    Goodbye,
    Fallback,
}

/// <summary>The prompts, as data: a text with voice and language, or a recording's address. Checked whole at start.</summary>
internal sealed partial class Prompts
{
    public const string Key = "Voice__PromptsPath";

    /// <summary>Leaves room for numbers, and for a document of several prompts.</summary>
    public const int LongestText = 500;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    private readonly IReadOnlyDictionary<Prompt, Entry[]> _entries;

    private Prompts(IReadOnlyDictionary<Prompt, Entry[]> entries) => _entries = entries;

    /// <summary>The sound of a prompt. <paramref name="turn"/> picks among several texts.</summary>
    public Sound this[Prompt prompt, int turn = 0, int ahead = 0, int least = 0, int most = 0, int hours = 0]
    {
        get
        {
            var variants = _entries[prompt];
            var entry = variants[turn % variants.Length];
            if (entry.Play is { } recording) return new Play(recording);
            var text = entry.Text!
                .Replace("{ahead}", ahead.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{least}", least.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{hours}", hours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{most}", most.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            return new Say(text, entry.Voice, entry.Language);
        }
    }

    /// <summary>A text of the record in the voice of what else a dialled telephone hears.</summary>
    public Say Spoken(string text)
    {
        var like = _entries[Prompt.CallBackAnswered].FirstOrDefault(entry => entry.Text is not null);
        return new Say(text, like?.Voice, like?.Language ?? "cmn-CN");
    }

    /// <exception cref="BadSettingException">Names every entry that is wrong, and what is allowed.</exception>
    public static Prompts Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (IOException unreadable)
        {
            throw new BadSettingException($"{Key} must be a readable file of prompts; '{path}' is not.", unreadable);
        }
    }

    internal static Prompts Parse(string text)
    {
        Dictionary<string, JsonElement>? file;
        try
        {
            file = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text, Json);
        }
        catch (JsonException e)
        {
            throw new BadSettingException($"{Key}: the file is not a JSON object of prompts (line {e.LineNumber + 1}).", e);
        }
        var entries = new Dictionary<Prompt, Entry[]>();
        var faults = new List<string>();
        foreach (var prompt in Enum.GetValues<Prompt>())
        {
            var name = Name(prompt);
            if (file is null || !file.Remove(name, out var element))
            {
                faults.Add($"'{name}' is missing");
                continue;
            }
            entries[prompt] = Read(element, out var fault);
            fault ??= entries[prompt].Length == 0 ? "needs at least one text or recording" : entries[prompt].Select(entry => FaultOf(prompt, entry)).FirstOrDefault(f => f is not null);
            if (fault is not null) faults.Add($"'{name}' {fault}");
        }
        faults.AddRange((file ?? []).Keys.Select(name => $"'{name}' is not a prompt; there are {string.Join(", ", Enum.GetValues<Prompt>().Select(Name))}"));
        return faults.Count == 0 ? new(entries) : throw new BadSettingException($"{Key}: {string.Join("; ", faults)}.");
    }

    private static Entry[] Read(JsonElement element, out string? fault)
    {
        fault = null;
        try
        {
            return element.ValueKind == JsonValueKind.Array ? element.Deserialize<Entry[]>(Json)! : [element.Deserialize<Entry>(Json)!];
        }
        catch (JsonException)
        {
            fault = "must be { text, voice, language } or { play }, or a list of these";
            return [];
        }
    }

    private static string? FaultOf(Prompt prompt, Entry? entry)
    {
        if (entry is null || (entry.Text is null) == (entry.Play is null)) return "must have either text or play";
        if (entry.Play is { } recording)
            return Uri.TryCreate(recording, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? null : "has a play that is no absolute http(s) URL";
        if (string.IsNullOrWhiteSpace(entry.Text) || entry.Text.Length > LongestText) return $"has a text that is not 1 to {LongestText} characters long";
        if (string.IsNullOrWhiteSpace(entry.Voice) || string.IsNullOrWhiteSpace(entry.Language)) return "needs voice and language with its text, e.g. Polly.Zhiyu-Neural and cmn-CN";
        if (prompt is Prompt.PageAnswered or Prompt.PageAnybody or Prompt.PageThanks or Prompt.PageTaken or Prompt.PageLook or Prompt.PageHold
            && PageWording.FaultOf(entry.Text) is { } telling) return telling;
        var known = Placeholders(prompt);
        var unknown = Braces().Matches(entry.Text).Select(match => match.Value).FirstOrDefault(brace => !known.Contains(brace));
        return unknown is null ? null : $"has the placeholder {unknown}; {(known.Length == 0 ? "it may have none" : "it may have " + string.Join(", ", known))}";
    }

    private static string[] Placeholders(Prompt prompt) => prompt switch
    {
        Prompt.Ahead => ["{ahead}"],
        Prompt.AheadRange => ["{ahead}", "{least}", "{most}"],
        Prompt.AheadWithin => ["{ahead}", "{most}"],
        Prompt.CallBackChoice => ["{hours}"],
        _ => [],
    };

    private static string Name(Prompt prompt) => JsonNamingPolicy.KebabCaseLower.ConvertName(prompt.ToString());

    [GeneratedRegex(@"\{[^}]*\}?")]
    private static partial Regex Braces();

    private sealed record Entry(string? Text = null, string? Voice = null, string? Language = null, string? Play = null);
}
