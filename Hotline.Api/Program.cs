using Hotline.Api;
using Hotline.Api.Health;
using Hotline.Api.Voice;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Messages;
using Hotline.Core.Routing;
using Hotline.Core.Seeing;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Core.Telephony.Twilio;
using Microsoft.Extensions.Logging.Console;

try
{
    var builder = WebApplication.CreateBuilder(args);
    ListenAddresses.Check(builder.Configuration);
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true);
    // A log reader that stands still must not stop the host: lines are lost, calls are not.
    builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
    // Request lines carry whatever a stranger writes into a query.
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    // Its level also rules the trace and the scope that are made for each request and told to nobody; a collector of traces listens by itself.
    builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

    builder.Services
        .AddDraining(builder.Configuration)
        .AddStorage(builder.Configuration)
        .AddTwilioTelephony(builder.Configuration)
        .AddRouting(builder.Configuration)
        .AddJoining(builder.Configuration)
        .AddRecord()
        .AddMessages(builder.Configuration)
        .AddTelemetry(builder.Configuration, "api")
        .AddVoice(builder.Configuration)
        .AddHealth()
        .AddAccess()
        .AddOpenApi();

    var app = builder.Build();
    app.UseAuthorization();
    app.MapVoice();
    app.MapHealth();
    app.MapOpenApi().AllowAnonymous();
    return await app.ServeAsync();
}
catch (Exception e) when (SettingFault.Of(e) is { } fault)
{
    Console.Error.WriteLine(fault);
    return 1;
}
