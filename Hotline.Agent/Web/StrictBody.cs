using System.Text;
using System.Text.Json;
using Hotline.Core.Routing.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Agent.Web;

/// <summary>Bodies of documents that are edited as a whole: read by <see cref="PolicyJson"/>, which is stricter than the framework.</summary>
internal static class StrictBody
{
    /// <param name="document">The field the document comes in: paths within it are told from its own root.</param>
    public static async Task<(T? Body, ValidationProblem? Unreadable)> ReadAsync<T>(HttpRequest request, string document, CancellationToken stop) where T : class
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(stop);
        try
        {
            return (PolicyJson.Read<T>(text), null);
        }
        catch (JsonException e)
        {
            var path = e.Path is null or "$" ? document : PolicyJson.PathOf(e);
            return (null, Refuse(path.StartsWith($"{document}.", StringComparison.Ordinal) ? path[(document.Length + 1)..] : path, "No such field, or not of the type this field has."));
        }
    }

    public static ValidationProblem Refuse(string field, string allowed) =>
        TypedResults.ValidationProblem(new Dictionary<string, string[]> { [field] = [allowed] }, title: "Nothing was saved.");
}
