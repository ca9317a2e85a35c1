using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Care;
using Hotline.Agent.Cases;
using Hotline.Agent.Commands;
using Hotline.Agent.Crisis;
using Hotline.Agent.Health;
using Hotline.Agent.Hub;
using Hotline.Agent.Messages;
using Hotline.Agent.Routing;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Staffing;
using Hotline.Agent.Web;
using Hotline.Core.Calls;
using Hotline.Core.Crisis;
using Hotline.Core.Messages;
using Hotline.Core.Routing;
using Hotline.Core.Seeing;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Core.Telephony.Twilio;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var (services, settings) = (builder.Services, builder.Configuration);
    ListenAddresses.Check(settings);
    builder.AddAgentLogging(args);
    services.AddDraining(settings);
    services.AddStorage(settings);
    services.AddRouting(settings);
    services.AddJoining(settings);
    services.AddRecord();
    services.AddMessages(settings);
    services.AddTwilioTelephony(settings);
    services.AddTelemetry(settings, "agent");
    services.AddStaff(settings);
    services.AddCases();
    services.AddCare();
    services.AddMessageReading();
    services.AddStaffing();
    services.AddConsoleHub();
    services.AddAgentWeb();

    var app = builder.Build();
    app.UseAgentPipeline(browserPhone: !string.IsNullOrEmpty(settings["Twilio:ApiKeySid"]));
    app.MapApiDocument();
    app.MapHealth();
    app.MapSession();
    app.MapStaff();
    app.MapRoster();
    app.MapCalls();
    app.MapCallBacks();
    app.MapCrisis();
    app.MapPhone();
    app.MapNotes();
    app.MapCare();
    app.MapMessages();
    app.MapAudit();
    app.MapRoutingPolicy();
    app.MapRepairs();
    app.MapBoard();
    app.MapConsoleHub();
    app.MapConsole();
    return await AgentCommands.RunAsync(app, args);
}
catch (Exception e) when (SettingFault.Of(e) is { } fault)
{
    Console.Error.WriteLine(fault);
    return 1;
}
