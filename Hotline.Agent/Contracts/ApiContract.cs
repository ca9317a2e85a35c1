using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hotline.Agent.Contracts;

/// <summary>Writes <c>openapi.json</c> and, from the same endpoints, <c>api.ts</c>: the wire records of REST and a table of operations.</summary>
internal static class ApiContract
{
    /// <summary>The operations by name: method, path, body and the 2xx answer; records the hub has too are imported from <c>hub.ts</c>.</summary>
    public static string WriteTypeScript(IEnumerable<Endpoint> endpoints)
    {
        var hub = new TypeScriptTypes();
        HubContract.Write(hub);
        var hubNames = hub.Names.ToHashSet(StringComparer.Ordinal);

        var types = new TypeScriptTypes();
        var operations = new StringBuilder();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>().Where(IsApi).OrderBy(e => NameOf(e), StringComparer.Ordinal))
        {
            var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();
            var asked = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
            var answers = endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.Type != typeof(void)).ToList();
            var ok = answers.FirstOrDefault(p => p.StatusCode is >= 200 and < 300)?.Type;
            var conflict = answers.FirstOrDefault(p => p.StatusCode == 409)?.Type;
            operations.Append(CultureInfo.InvariantCulture,
                $"  {NameOf(endpoint)}: {{ method: '{method}'; path: '/{endpoint.RoutePattern.RawText!.Trim('/')}'; body: {Name(types, asked)}; ok: {Name(types, ok)}; conflict: {Name(types, conflict)} }}\n");
        }

        var body = types.Declarations(name => !hubNames.Contains(name))
            + "\n/** Every REST operation: what goes in, what comes out. Errors are RFC 9457 problems. */\nexport interface Operations {\n" + operations + "}\n";
        var imported = types.Names.Where(n => hubNames.Contains(n) && Regex.IsMatch(body, $@"\b{n}\b")).ToList();
        var import = imported.Count == 0 ? "" : $"import type {{ {string.Join(", ", imported)} }} from './hub'\n\n";
        return HubContract.Header + import + body;
    }

    public static async Task<string> WriteOpenApiAsync(IServiceProvider services, CancellationToken stop)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(stop);
        var json = await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, stop);
        return JsonNode.Parse(json)!.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ReplaceLineEndings("\n") + "\n";
    }

    public static bool IsApi(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true
        && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null;

    private static string NameOf(RouteEndpoint endpoint) => endpoint.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;

    private static string Name(TypeScriptTypes types, Type? type) =>
        type is null || type.GetTypeInfo().IsAssignableTo(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails)) ? "null" : types.Of(type);
}
