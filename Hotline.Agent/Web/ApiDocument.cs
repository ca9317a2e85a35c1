using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Microsoft.OpenApi;

namespace Hotline.Agent.Web;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>. It describes; it holds no data, so anyone may read it.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "12338 staff API", Version = "1", Description = "What the console and other staff-side programs may ask. The hub's contract is hub.ts." };
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(CallId) || type == typeof(StaffId))
            {
                schema.Type = JsonSchemaType.String | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null);
                schema.Pattern = "^[0-9a-f]{32}$";
            }
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();
}
