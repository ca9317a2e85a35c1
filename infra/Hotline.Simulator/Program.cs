using Hotline.Simulator;
using Hotline.Simulator.Control;
using Hotline.Simulator.Rest;
using Hotline.Simulator.Settings;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
try
{
    builder.Services.AddSimulator(SettingsReader.Read(builder.Configuration));
}
catch (InvalidSettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
if (string.IsNullOrEmpty(builder.Configuration["urls"]))
    builder.WebHost.UseUrls("http://127.0.0.1:5070");

var app = builder.Build();
app.UsePages();
app.MapRest();
app.MapControl();
app.MapGet("/health/live", () => TypedResults.Ok());
await app.RunAsync();
return 0;
