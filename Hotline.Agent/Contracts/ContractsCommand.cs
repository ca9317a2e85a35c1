namespace Hotline.Agent.Contracts;

/// <summary><c>contracts PATH</c>: writes <c>hub.ts</c>, <c>api.ts</c> and <c>openapi.json</c> into a folder. Needs no Redis and no database.</summary>
internal static class ContractsCommand
{
    public static async Task<int> RunAsync(WebApplication app, string[] args, TextWriter output)
    {
        if (args is not [var folder])
        {
            await output.WriteLineAsync("contracts: one argument, the folder to write to (Hotline.Agent/console/src/generated).");
            return 2;
        }
        Directory.CreateDirectory(folder);
        foreach (var (file, text) in await WriteAsync(app))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), text);
            await output.WriteLineAsync($"wrote {Path.Combine(folder, file)}");
        }
        return 0;
    }

    public static async Task<IReadOnlyDictionary<string, string>> WriteAsync(WebApplication app)
    {
        // The endpoints become known to the API description when the pipeline is built, which normally happens at start.
        app.UseEndpoints(_ => { });
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["hub.ts"] = HubContract.Write(),
            ["api.ts"] = ApiContract.WriteTypeScript(endpoints),
            ["openapi.json"] = await ApiContract.WriteOpenApiAsync(app.Services, CancellationToken.None),
        };
    }
}
