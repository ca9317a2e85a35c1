using Hotline.Agent.Audit;
using Hotline.Agent.Calls;
using Hotline.Agent.Cases;
using Hotline.Agent.Hub;
using Hotline.Agent.Session;
using Hotline.Agent.Staff;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOpenApi();
builder.Services.AddSignalR();

var app = builder.Build();
app.MapOpenApi();
app.MapSession();
app.MapStaff();
app.MapCalls();
app.MapNotes();
app.MapAudit();
app.MapHub<ConsoleHub>(ConsoleHub.Path);
app.Run();
