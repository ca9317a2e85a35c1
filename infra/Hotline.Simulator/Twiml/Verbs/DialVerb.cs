using System.Globalization;
using Hotline.Simulator.Calls;

namespace Hotline.Simulator.Twiml.Verbs;

/// <summary>What a dial came to, in the carrier's words.</summary>
internal sealed record DialResult(string Status, string? LegSid, long Seconds, bool Bridged)
{
    public static readonly DialResult Interrupted = new("completed", null, 0, false);

    public List<KeyValuePair<string, string>> Parameters()
    {
        List<KeyValuePair<string, string>> parameters = [new("DialCallStatus", Status), new("DialBridged", Bridged ? "true" : "false")];
        if (LegSid is not null)
        {
            parameters.Add(new("DialCallSid", LegSid));
            parameters.Add(new("DialCallDuration", Seconds.ToString(CultureInfo.InvariantCulture)));
        }
        return parameters;
    }
}

/// <summary>Connects a leg to a conference or to other legs, and asks for the action when that is over.</summary>
internal sealed class DialVerb(DialledConference conference, DialledLegs legs, DocumentFetcher fetcher)
{
    public async Task<Next> RunAsync(Performance performance, Verb verb)
    {
        var call = performance.Call;
        try
        {
            var result = verb.Children.FirstOrDefault(n => n.Name == "Conference") is { } noun
                ? await conference.StayAsync(performance, noun)
                : await legs.ConnectAsync(performance, verb);
            var action = performance.Action(verb, result.Parameters(), orSelf: false);
            return action is null ? Next.Verb : Next.Document(action);
        }
        catch (OperationCanceledException)
        {
            // Called out of the dial: its action is asked for first and the answer thrown away; only then comes the new document.
            if (performance.Action(verb, DialResult.Interrupted.Parameters(), orSelf: false) is { } action)
                await fetcher.NotifyAsync(call, action);
            throw;
        }
    }
}
