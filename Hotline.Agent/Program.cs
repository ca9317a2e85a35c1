using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Cases;
using Hotline.Agent.Commands;
using Hotline.Agent.Hub;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;
using Hotline.Agent.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddApiDocument();
builder.Services.AddSignalR();

var app = builder.Build();
app.MapApiDocument();
app.MapSession();
app.MapStaff();
app.MapCalls();
app.MapNotes();
app.MapAudit();
app.MapHub<ConsoleHub>(ConsoleHub.Path);
return await AgentCommands.RunAsync(app, args);
