using System.Text.Json;
using Microsoft.Playwright;
using NUnit.Framework;

namespace Hotline.Tests.Browser;

/// <summary>axe-core, as installed with the console.</summary>
internal static class Axe
{
    private const string Run = """
        () => axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }, resultTypes: ['violations'] })
          .then((told) => told.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary.replaceAll('\n', ' ')} ${n.html.slice(0, 160)}`)))
        """;

    private static readonly Lazy<string> s_script = new(() => File.ReadAllText(Script()));

    /// <summary>What breaks WCAG 2.2 A or AA on the page as it stands; one line each.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        // Not a script element: the page allows none but its own.
        if (await page.EvaluateAsync<string>("() => typeof axe") == "undefined") await page.EvaluateAsync(s_script.Value);
        return await page.EvaluateAsync<string[]>(Run);
    }

    private static string Script()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Hotline.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie in a checkout.");
        return Path.Combine(folder, "Hotline.Agent", "console", "node_modules", "axe-core", "axe.min.js");
    }
}
