using Hotline.DevHost.Settings;
using Hotline.DevHost.Supervision;

namespace Hotline.DevHost.Demo;

/// <summary>
/// Demo accounts, made once per database of our own. A given database gets none unless <c>HOTLINE_DEMO_STAFF=1</c> asks for them: their password is public.
/// </summary>
internal sealed class DemoStaff(DevSettings settings, Launcher launcher, Screen screen)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private string Made => Path.Combine(settings.Data, "demo-staff.made");

    public async Task MakeAsync(Command command, CancellationToken stop)
    {
        if (!settings.DemoStaff || (File.Exists(settings.OwnDatabase) && File.Exists(Made)))
            return;
        using var log = new PartLog(settings.Logs, "staff", screen);
        var process = await launcher.StartAsync(command, log.Line);
        try
        {
            var code = await process.Exited.WaitAsync(Patience, stop);
            if (code != 0)
                throw new CannotStartException($"the demo accounts could not be made (code {code}). The end of the output ({log.FilePath}):\n{log.Tail}");
            await File.WriteAllTextAsync(Made, "", stop);
        }
        catch (TimeoutException)
        {
            throw new CannotStartException($"the demo accounts were not made within {Patience.TotalSeconds:0} s. The end of the output ({log.FilePath}):\n{log.Tail}");
        }
        finally
        {
            await process.StopAsync(TimeSpan.FromSeconds(5));
        }
    }
}
