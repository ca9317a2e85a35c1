using System.Xml;
using System.Xml.Linq;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Twiml;

internal sealed record TwimlDocument(IReadOnlyList<Verb> Verbs, WebhookUrl? Url, string Method)
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <returns>The document, or why it cannot be parsed (error 12100).</returns>
    public static (TwimlDocument? Document, string? Fault) Parse(string text, WebhookUrl? url, string method, Action<string> warn)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), Safe);
            var root = XDocument.Load(reader).Root!;
            if (root.Name != "Response")
                return (null, $"the root element is <{root.Name.LocalName}>, not <Response>");
            return (new TwimlDocument([.. root.Elements().Select(e => new Verb(e, url, warn))], url, method), null);
        }
        catch (XmlException e)
        {
            return (null, e.Message);
        }
    }
}
