using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace Hotline.Agent.Web;

/// <summary>Turns what went wrong into an RFC 9457 problem: unreadable bodies name their field, a dead database is 503, a bug is 500 without its inside.</summary>
internal sealed class Problems(ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var request = httpContext.Request;
        switch (exception)
        {
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
                return true;
            case BadHttpRequestException bad:
                await Unreadable(bad).ExecuteAsync(httpContext);
                return true;
            case DbException or TimeoutException:
                AgentLog.RecordUnreachable(log, request.Method, RequestName.RouteOf(httpContext), exception.GetType().Name);
                httpContext.Response.Headers.RetryAfter = "3";
                await TypedResults.Problem(title: "The record cannot be reached just now. Nothing was changed; try again.", statusCode: 503).ExecuteAsync(httpContext);
                return true;
            default:
                AgentLog.RequestFailed(log, exception, request.Method, RequestName.RouteOf(httpContext));
                await TypedResults.Problem(title: "Something is wrong here. Nothing you typed is lost on your side; try again.", statusCode: 500).ExecuteAsync(httpContext);
                return true;
        }
    }

    private static IResult Unreadable(BadHttpRequestException bad) => bad.InnerException is JsonException { Path: { } path }
        ? TypedResults.ValidationProblem(
            new Dictionary<string, string[]> { [path is "$" ? "body" : path.TrimStart('$', '.')] = ["Not readable as JSON of the type this field has."] },
            title: "The request could not be read.")
        : TypedResults.Problem(title: "The request could not be read.", statusCode: bad.StatusCode);
}
