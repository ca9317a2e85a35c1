using System.Globalization;
using System.Text;
using System.Xml;

namespace Hotline.Core.Telephony.Twilio;

/// <summary>
/// One document the carrier executes, verb after verb. The size limits are the carrier's; passing one is a bug in the texts, which are
/// checked at start-up, so it throws.
/// </summary>
public sealed class TwiML(params IReadOnlyList<Verb> verbs)
{
    public const string ContentType = "text/xml; charset=utf-8";
    public const int MaxBytes = 64 * 1024;
    public const int MaxInlineLength = 4000;

    public IReadOnlyList<Verb> Verbs { get; } = verbs;

    /// <summary>As a web answer: at most 64 kB, nothing before the declaration.</summary>
    public string ToXml()
    {
        var xml = Write("""<?xml version="1.0" encoding="UTF-8"?>""");
        return Encoding.UTF8.GetByteCount(xml) <= MaxBytes
            ? xml
            : throw new InvalidOperationException($"A TwiML document is at most {MaxBytes} bytes.");
    }

    /// <summary>As a parameter of a request: at most 4000 characters.</summary>
    public string ToInlineXml() => Write("") is { Length: <= MaxInlineLength } xml
        ? xml
        : throw new InvalidOperationException($"Inline TwiML is at most {MaxInlineLength} characters.");

    private string Write(string before)
    {
        // Not XmlWriter.Create: each of its writers brings a buffer of 12 kB, for a document of some hundred characters, several times in every call.
        using var text = new StringWriter(new StringBuilder(before, 1024), CultureInfo.InvariantCulture);
        using (var xml = new XmlTextWriter(text))
        {
            xml.WriteStartElement("Response");
            foreach (var verb in Verbs) verb.Write(xml);
            xml.WriteEndElement();
        }
        return text.ToString();
    }
}

/// <summary>One instruction to the carrier.</summary>
public abstract record Verb
{
    private protected Verb() { }

    internal abstract void Write(XmlWriter xml);

    private protected static void Element(XmlWriter xml, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        xml.WriteStartElement(name);
        Attributes(xml, attributes);
        if (text is not null) xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    private protected static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        foreach (var (name, value) in attributes)
            if (value is not null) xml.WriteAttributeString(name, Clean(value));
    }

    private protected static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private protected static string Truth(bool value) => value ? "true" : "false";

    /// <summary>Characters XML cannot carry (control characters, half surrogates) are dropped: a stray one must not silence a prompt.</summary>
    private static string Clean(string text)
    {
        var i = 0;
        while (i < text.Length && XmlConvert.IsXmlChar(text[i])) i++;
        if (i == text.Length) return text;
        var clean = new StringBuilder(text, 0, i, text.Length);
        for (; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) clean.Append(text[i]).Append(text[++i]);
        }
        return clean.ToString();
    }
}

/// <summary>What the caller hears; may stand alone or inside a <see cref="Gather"/>.</summary>
public abstract record Sound : Verb
{
    private protected Sound() { }
}

/// <summary>Speaks a text of at most 4096 characters.</summary>
public sealed record Say : Sound
{
    public const int MaxLength = 4096;

    public Say(string text, string? voice = null, string? language = null)
    {
        if (text.Length > MaxLength) throw new ArgumentException($"A spoken text is at most {MaxLength} characters.", nameof(text));
        (Text, Voice, Language) = (text, voice, language);
    }

    public string Text { get; }

    public string? Voice { get; }

    public string? Language { get; }

    internal override void Write(XmlWriter xml) => Element(xml, "Say", Text, ("voice", Voice), ("language", Language));
}

/// <summary>Plays a recording.</summary>
public sealed record Play(string Url) : Sound
{
    internal override void Write(XmlWriter xml) => Element(xml, "Play", Url);
}

public sealed record Pause(int Seconds) : Sound
{
    internal override void Write(XmlWriter xml) => Element(xml, "Pause", null, ("length", Whole(Seconds)));
}

/// <summary>
/// Waits for one key while <paramref name="Sounds"/> play and <paramref name="Seconds"/> after them. Every key counts, <c>#</c> and <c>*</c> too.
/// No key: the next verb follows.
/// </summary>
public sealed record Gather(string Action, int Seconds, params IReadOnlyList<Sound> Sounds) : Verb
{
    internal override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("Gather");
        Attributes(xml, ("input", "dtmf"), ("numDigits", "1"), ("finishOnKey", ""), ("timeout", Whole(Seconds)), ("action", Action), ("method", "POST"));
        foreach (var sound in Sounds) sound.Write(xml);
        xml.WriteEndElement();
    }
}

/// <summary>
/// Records what the caller says, after a tone. Over at one of <paramref name="EndKeys"/>, after <paramref name="SilenceSeconds"/> of silence, at the longest
/// time, or when another document is put in its place; <paramref name="Action"/> is asked next, except in that last case. Nothing was said: the next verb follows.
/// </summary>
/// <param name="Told">Told when the recording can be had. It is never transcribed.</param>
public sealed record Record(string Action, string Told, int MaxSeconds, int SilenceSeconds, string EndKeys) : Verb
{
    internal override void Write(XmlWriter xml) => Element(xml, "Record", null,
        ("action", Action), ("method", "POST"), ("maxLength", Whole(MaxSeconds)), ("timeout", Whole(SilenceSeconds)), ("finishOnKey", EndKeys),
        ("playBeep", "true"), ("trim", "trim-silence"),
        ("recordingStatusCallback", Told), ("recordingStatusCallbackMethod", "POST"), ("recordingStatusCallbackEvent", "completed"));
}

/// <summary>Goes on with the document at another address.</summary>
public sealed record Redirect(string Url) : Verb
{
    internal override void Write(XmlWriter xml) => Element(xml, "Redirect", Url, ("method", "POST"));
}

public sealed record Hangup : Verb
{
    internal override void Write(XmlWriter xml) => Element(xml, "Hangup", null);
}

/// <summary>Refuses a ringing call without answering it. Never used on a caller of the hotline.</summary>
public sealed record Reject(bool Busy = false) : Verb
{
    internal override void Write(XmlWriter xml) => Element(xml, "Reject", null, ("reason", Busy ? "busy" : "rejected"));
}

/// <summary>
/// Rings one telephone and bridges it when whoever answers has gone through the document at <paramref name="Ask"/>. <paramref name="Action"/> is asked
/// when that is over, answered or not.
/// </summary>
/// <param name="From">What the rung telephone shows.</param>
/// <param name="RingSeconds">Rung so long.</param>
/// <param name="MaxSeconds">The carrier's own default would cut a long session after four hours.</param>
public sealed record DialTelephone(string Number, string From, string Ask, string Action, int RingSeconds, int MaxSeconds) : Verb
{
    internal override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("Dial");
        Attributes(xml, ("callerId", From), ("timeout", Whole(RingSeconds)), ("timeLimit", Whole(MaxSeconds)), ("action", Action), ("method", "POST"));
        Element(xml, "Number", Number, ("url", Ask), ("method", "POST"));
        xml.WriteEndElement();
    }
}

/// <summary>Puts the leg into a conference. <paramref name="Action"/> is asked when it comes out again.</summary>
/// <param name="Name">The conference; a call id, never a personal datum: names appear in the carrier's logs.</param>
/// <param name="EndsWhenLeaving">Whether this leg's leaving ends the conference for all.</param>
/// <param name="WaitUrl">What it hears while alone; empty: silence.</param>
/// <param name="StatusCallback">The first participant's address is told what changes anything here; that it began is known by who joins.</param>
/// <param name="MaxSeconds">The carrier's own default would cut a long session after four hours.</param>
/// <param name="Coach">The one leg in it that hears this one; null: everybody does.</param>
public sealed record DialConference(
    string Name, string? Action, bool EndsWhenLeaving, string WaitUrl, string StatusCallback, int MaxSeconds, string? Coach = null) : Verb
{
    internal override void Write(XmlWriter xml)
    {
        xml.WriteStartElement("Dial");
        Attributes(xml, ("action", Action), ("method", Action is null ? null : "POST"), ("timeLimit", Whole(MaxSeconds)));
        Element(xml, "Conference", Name,
            ("startConferenceOnEnter", "true"), ("endConferenceOnExit", Truth(EndsWhenLeaving)), ("beep", "false"),
            ("waitUrl", WaitUrl), ("waitMethod", "POST"), ("coach", Coach),
            ("statusCallback", StatusCallback), ("statusCallbackMethod", "POST"), ("statusCallbackEvent", "end join leave mute hold"));
        xml.WriteEndElement();
    }
}
