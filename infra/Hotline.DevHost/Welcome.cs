using Hotline.DevHost.Settings;

namespace Hotline.DevHost;

/// <summary>Where everything is and how to sign in.</summary>
internal static class Welcome
{
    public static string Text(Repository repository, DevSettings settings)
    {
        List<(string What, string Where)> lines = [("console", $"{settings.Agent.Local}")];
        if (settings.DemoStaff)
            lines.Add(("", $"sign in as legal, psych, crisis, lead or admin, password {Password(settings)}"));
        if (!File.Exists(repository.Folder("Hotline.Agent", "wwwroot", "index.html")))
            lines.Add(("", "(its pages are not built yet: npm ci && npm run build in Hotline.Agent/console)"));
        if (settings.Simulator is { } simulator)
        {
            lines.Add(("caller's phone", $"{simulator.Local}"));
            lines.Add(("desk phones", $"{new Uri(simulator.Local, "/phones")}"));
        }
        lines.Add(("webhooks", $"{settings.Api.Local}"));
        lines.Add(("data and logs", settings.Data));
        var table = string.Join('\n', lines.Select(line => $"  {line.What,-15}{line.Where}"));
        return $"\n{table}\n\n  Ctrl-C stops everything; the data stay.\n";
    }

    // One that was given is known to whoever gave it, and need not stand on a screen.
    private static string Password(DevSettings settings) =>
        settings.Password == DevSettings.DemoPassword ? settings.Password : "as given in HOTLINE_DEMO_PASSWORD";
}
