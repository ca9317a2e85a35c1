using System.Text.Json;

namespace Hotline.Simulator.Rest;

/// <summary>An error in the carrier's form: <c>{code, message, more_info, status}</c>.</summary>
internal sealed record RestError(int Status, int Code, string Message)
{
    public static readonly RestError Unauthorized = new(401, 20003, "Authenticate");
    public static readonly RestError TooManyRequests = new(429, 20429, "Too Many Requests");
    public static readonly RestError Internal = new(500, 20500, "Internal Server Error");
    public static readonly RestError NotInProgress = new(400, 21220, "Call is not in-progress. Cannot redirect.");

    public static RestError NotFound(string path) => new(404, 20404, $"The requested resource {path} was not found");

    public static RestError Bad(int code, string message) => new(400, code, message);

    public IResult ToResult() => Results.Json(
        new { Code, Message, MoreInfo = $"https://www.twilio.com/docs/errors/{Code}", Status }, RestJson.Options, "application/json", Status);
}

internal static class RestJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static IResult Created<T>(T body) => Results.Json(body, Options, "application/json", 201);

    public static IResult Ok<T>(T body) => Results.Json(body, Options, "application/json", 200);
}
