using Hotline.Bench.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hotline.Bench.Carrier;

/// <summary>The part of the carrier's REST interface that the product uses, on loopback.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    private const string Account = $"/2010-04-01/Accounts/{Installation.AccountSid}";

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
        var account = app.MapGroup(Account);
        account.MapPost("/Calls.json", server.CreateAsync);
        account.MapPost("/Calls/{sid}.json", server.UpdateAsync);
        account.MapGet("/Calls/{sid}.json", server.Get);
        account.MapGet("/Calls.json", () => Results.Json(new { calls = Array.Empty<object>() }));
        account.MapGet("/Conferences.json", server.List);
        account.MapPost("/Conferences/{conference}/Participants/{sid}.json", server.SetParticipant);
        await app.StartAsync(stop);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Exchange Exchange => _exchange ?? throw new InvalidOperationException("Nobody is served yet.");

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var leg = Exchange.Ring(form["To"].ToString(), form["Url"].ToString(), form["StatusCallback"].ToString() is { Length: > 0 } status ? status : null);
        return Results.Json(new { sid = leg.Sid, status = "queued", direction = "outbound-api" }, statusCode: StatusCodes.Status201Created);
    }

    private async Task<IResult> UpdateAsync(string sid, HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        bool done;
        if (form["Twiml"].ToString() is { Length: > 0 } twiml) done = new Document(twiml).Conference is { } conference && Exchange.Move(sid, conference);
        else if (form["Url"].ToString() is { Length: > 0 } url) done = Exchange.Redirect(sid, url);
        else done = Exchange.End(sid);
        return done ? Results.Json(new { sid, status = "in-progress" }) : NotInProgress();
    }

    private IResult Get(string sid) => Exchange.Lives(sid) is { } lives ? Results.Json(new { sid, status = lives ? "in-progress" : "completed" }) : NotFound();

    private IResult List(HttpRequest request) => Results.Json(new
    {
        conferences = Exchange.FindConference(request.Query["FriendlyName"].ToString()) is { } one
            ? [new { sid = one.Sid, friendly_name = one.Name, status = "in-progress" }]
            : Array.Empty<object>(),
    });

    private IResult SetParticipant(string conference, string sid) => Exchange.IsIn(conference, sid) ? Results.Json(new { call_sid = sid, status = "connected" }) : NotFound();

    private static IResult NotInProgress() =>
        Results.Json(new { code = 21220, message = "Call is not in-progress. Cannot redirect.", status = 400 }, statusCode: StatusCodes.Status400BadRequest);

    private static IResult NotFound() => Results.Json(new { code = 20404, message = "not found", status = 404 }, statusCode: StatusCodes.Status404NotFound);
}
