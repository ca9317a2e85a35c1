using Hotline.Bench.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hotline.Bench.Carrier;

/// <summary>The part of the carrier's REST interface that the product uses, on loopback. Paths are told apart by hand: a router would cost as much as the answers.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    private const string Account = $"/2010-04-01/Accounts/{Installation.AccountSid}/";
    private const string Json = ".json";

    private readonly WebApplication _app;
    private Exchange? _exchange;

    private RestServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    /// <summary>Set once the product's address is known: the two name each other.</summary>
    public void Serve(Exchange exchange) => _exchange = exchange;

    public static async Task<RestServer> StartAsync(CancellationToken stop)
    {
        var address = Installation.Local(FreePorts.Find(1)[0]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Installation.Origin(address)).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var app = builder.Build();
        var server = new RestServer(app, address);
        app.Run(server.AnswerAsync);
        await app.StartAsync(stop);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Exchange Exchange => _exchange ?? throw new InvalidOperationException("Nobody is served yet.");

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        string[] parts = path.StartsWith(Account, StringComparison.Ordinal) && path.EndsWith(Json, StringComparison.Ordinal) ? path[Account.Length..^Json.Length].Split('/') : [];
        var (status, body) = (http.Request.Method, parts) switch
        {
            ("POST", ["Calls"]) => Create(await http.Request.ReadFormAsync(http.RequestAborted)),
            ("POST", ["Calls", var sid]) => Update(sid, await http.Request.ReadFormAsync(http.RequestAborted)),
            ("GET", ["Calls", var sid]) => Exchange.Lives(sid) is { } lives ? (200, $$"""{"sid":"{{sid}}","status":"{{(lives ? "in-progress" : "completed")}}"}""") : NotFound,
            ("GET", ["Calls"]) => (200, $$"""{"calls":[{{string.Join(',', Exchange.LiveLegsTo(http.Request.Query["To"].ToString()).Select(Leg))}}]}"""),
            ("GET", ["Conferences"]) => (200, $$"""{"conferences":[{{Named(http.Request.Query["FriendlyName"].ToString())}}]}"""),
            ("POST", ["Conferences", var conference, "Participants", var sid]) => Exchange.IsIn(conference, sid) ? (200, $$"""{"call_sid":"{{sid}}","status":"connected"}""") : NotFound,
            _ => NotFound,
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.WriteAsync(body, http.RequestAborted);
    }

    private (int, string) Create(IFormCollection form)
    {
        var leg = Exchange.Ring(form["To"].ToString(), form["Url"].ToString(), form["StatusCallback"].ToString() is { Length: > 0 } status ? status : null, [.. form["StatusCallbackEvent"].OfType<string>()]);
        return (201, $$"""{"sid":"{{leg.Sid}}","status":"queued","direction":"outbound-api"}""");
    }

    private (int, string) Update(string sid, IFormCollection form)
    {
        bool done;
        if (form["Twiml"].ToString() is { Length: > 0 } twiml) done = new Document(twiml).Conference is { } conference && Exchange.Move(sid, conference);
        else if (form["Url"].ToString() is { Length: > 0 } url) done = Exchange.Redirect(sid, url);
        else done = Exchange.End(sid);
        return done ? (200, $$"""{"sid":"{{sid}}","status":"in-progress"}""") : (400, """{"code":21220,"message":"Call is not in-progress. Cannot redirect.","status":400}""");
    }

    private string Named(string name) => Exchange.FindConference(name) is { } one ? $$"""{"sid":"{{one.Sid}}","friendly_name":"{{one.Name}}","status":"in-progress"}""" : "";

    private static string Leg(OperatorLeg leg) =>
        $$"""{"sid":"{{leg.Sid}}","to":"{{leg.To}}","status":"in-progress","direction":"outbound-api","date_created":"{{leg.CreatedAt}}"}""";

    private static (int, string) NotFound => (404, """{"code":20404,"message":"not found","status":404}""");
}
