using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Twiml;

/// <summary>What follows a verb.</summary>
internal abstract record Next
{
    public static readonly Next Verb = new OneVerbOn();
    public static readonly Next End = new CallOver();
    public static readonly Next LeaveQueue = new OutOfQueue();

    private Next()
    {
    }

    public static Next Document(TwimlSource source) => new OtherDocument(source);

    internal sealed record OneVerbOn : Next;

    internal sealed record CallOver : Next;

    internal sealed record OutOfQueue : Next;

    internal sealed record OtherDocument(TwimlSource Source) : Next;
}

/// <summary>Where a document is executed, which decides the verbs allowed in it.</summary>
internal enum Stage
{
    Call,
    Queue,
}

/// <summary>One leg executing one document.</summary>
internal sealed record Performance(Call Call, TwimlDocument Document, Stage Stage, TwimlRunner Runner, CancellationToken Turn)
{
    /// <summary>The document to ask for after a verb: its action, or the document itself again.</summary>
    public TwimlSource.Remote? Action(Verb verb, IReadOnlyList<KeyValuePair<string, string>> extra, bool orSelf)
    {
        if (verb.TryUrl("action", out var url))
            return new TwimlSource.Remote(url, verb.Method("method")) { Extra = extra };
        return orSelf && Document.Url is { } self ? new TwimlSource.Remote(self, Document.Method) { Extra = extra } : null;
    }
}
