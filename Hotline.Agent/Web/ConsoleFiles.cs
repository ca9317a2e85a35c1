using Microsoft.Extensions.FileProviders;

namespace Hotline.Agent.Web;

/// <summary>Serves the built console: hashed assets for a year, <c>index.html</c> never from a cache, and <c>index.html</c> for every page address.</summary>
internal static class ConsoleFiles
{
    private const string NotBuilt = """
        <!doctype html><meta charset="utf-8"><title>12338</title>
        <p>控制台尚未构建。The console has not been built on this host.</p>
        <p>Build it with <code>npm ci &amp;&amp; npm run build</code> in <code>Hotline.Agent/console</code>, or start everything with <code>./infra/run</code>. The API and the hub are running.</p>
        """;

    private static readonly string[] NotPages = ["/api", "/hub", "/health", "/openapi", "/assets"];

    public static void UseConsoleFiles(this WebApplication app)
    {
        app.Environment.WebRootFileProvider = Folder(app.Environment, app.Configuration) is { } folder ? new PhysicalFileProvider(folder) : new NullFileProvider();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = context => Cache(context.Context) });
    }

    public static void MapConsole(this IEndpointRouteBuilder app) =>
        app.MapMethods("{**path}", [HttpMethods.Get, HttpMethods.Head], PageAsync).WithOrder(int.MaxValue).AllowAnonymous().WithDisplayName("console pages").ExcludeFromDescription();

    private static async Task PageAsync(HttpContext context, IWebHostEnvironment environment)
    {
        if (NotPages.Any(p => context.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var index = environment.WebRootFileProvider.GetFileInfo("index.html");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        if (index.Exists)
        {
            await context.Response.SendFileAsync(index);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(NotBuilt);
    }

    private static void Cache(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";

    /// <summary><c>Console__Folder</c>; else beside the project (<c>dotnet run</c>), or beside the program (published, or started as a file from its output folder).</summary>
    private static string? Folder(IWebHostEnvironment environment, IConfiguration settings)
    {
        if (settings["Console:Folder"] is { Length: > 0 } given) return Directory.Exists(given) ? Path.GetFullPath(given) : null;
        string[] places =
        [
            Path.Combine(environment.ContentRootPath, "wwwroot"),
            Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "wwwroot")),
        ];
        return places.FirstOrDefault(p => File.Exists(Path.Combine(p, "index.html"))) ?? places.FirstOrDefault(Directory.Exists);
    }
}
