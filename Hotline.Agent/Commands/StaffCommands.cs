using System.Globalization;
using Hotline.Agent.Staff;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Core.Staff.Sql;
using Hotline.Core.Storage;

namespace Hotline.Agent.Commands;

/// <summary><c>staff create-admin</c>, <c>staff list</c>, <c>demo staff</c>. They need the database, not Redis.</summary>
internal static class StaffCommands
{
    private const string PasswordKey = "HOTLINE_PASSWORD", DemoPasswordKey = "HOTLINE_DEMO_PASSWORD", DemoPassword = "12338-demo";

    /// <summary>The password comes from the environment or standard input, never from the arguments: those show in process lists and shell histories.</summary>
    public static async Task<int> CreateAdminAsync(WebApplication app, string[] args, TextReader input, TextWriter output)
    {
        if (!TryOptions(args, ["--user-name", "--display-name", "--centre"], out var options, out var fault) || !options.TryGetValue("--user-name", out var userName))
        {
            await output.WriteLineAsync($"{fault ?? "--user-name is missing."}\nstaff create-admin --user-name NAME [--display-name NAME] [--centre CODE]; the password from {PasswordKey} or one line of standard input.");
            return 2;
        }
        var password = Environment.GetEnvironmentVariable(PasswordKey);
        if (string.IsNullOrEmpty(password))
        {
            await output.WriteLineAsync($"Password ({StaffRules.PasswordLeast} characters or more; one line, then Enter):");
            password = await input.ReadLineAsync();
        }
        await app.Services.GetRequiredService<Migrator>().RunAsync();
        var policies = app.Services.GetRequiredService<RoutingPolicies>();
        await policies.LookAsync(mayStore: false, CancellationToken.None);
        var given = new StaffParticulars(
            options.GetValueOrDefault("--display-name") ?? userName, [nameof(Role.Administrator)],
            options.GetValueOrDefault("--centre") ?? policies.Current.Map.Region, null, null);
        switch (await app.Services.GetRequiredService<Accounts>().CreateAsync(userName, password, given, by: null, CancellationToken.None))
        {
            case AccountOutcome.Done done:
                await output.WriteLineAsync($"created administrator {done.Member.UserName} ({done.Member.Id})");
                return 0;
            case AccountOutcome.Refused refused:
                foreach (var (field, allowed) in refused.Errors) await output.WriteLineAsync($"refused: {field}: {string.Join(" ", allowed)}");
                return 1;
            default:
                throw new InvalidOperationException("Creating cannot miss.");
        }
    }

    public static async Task<int> ListAsync(WebApplication app, TextWriter output)
    {
        await app.Services.GetRequiredService<Migrator>().RunAsync();
        foreach (var m in await app.Services.GetRequiredService<StaffStore>().ListAsync())
        {
            await output.WriteLineAsync(string.Join('\t',
                m.Id, m.UserName, m.Enabled ? "enabled" : "disabled", string.Join(',', m.Roles.Order()), m.Centre, string.Join(',', m.Skills), m.Endpoint ?? "-"));
        }
        return 0;
    }

    /// <summary>The accounts of the demo, made where they are missing and left alone where they are not. No other code makes an account with a known password.</summary>
    public static async Task<int> DemoAsync(WebApplication app, TextWriter output)
    {
        var password = Environment.GetEnvironmentVariable(DemoPasswordKey) is { Length: > 0 } given ? given : DemoPassword;
        await app.Services.GetRequiredService<Migrator>().RunAsync();
        var policies = app.Services.GetRequiredService<RoutingPolicies>();
        await policies.LookAsync(mayStore: false, CancellationToken.None);
        var accounts = app.Services.GetRequiredService<Accounts>();
        var staff = app.Services.GetRequiredService<StaffStore>();
        foreach (var (userName, particulars) in Demo(policies.Current.Map.Region))
        {
            if (await staff.FindByNameAsync(userName) is not null)
            {
                await output.WriteLineAsync($"kept {userName}");
                continue;
            }
            if (await accounts.CreateAsync(userName, password, particulars, by: null, CancellationToken.None) is AccountOutcome.Refused refused)
            {
                foreach (var (field, allowed) in refused.Errors) await output.WriteLineAsync($"refused {userName}: {field}: {string.Join(" ", allowed)}");
                return 1;
            }
            await output.WriteLineAsync($"created {userName}");
        }
        return 0;
    }

    private static IEnumerable<(string UserName, StaffParticulars Particulars)> Demo(string centre)
    {
        string[] answers = [nameof(Role.Operator)], counsels = [nameof(Role.Operator), nameof(Role.Counsellor)];
        yield return ("legal", new("李·法律", answers, centre, [new("legal", 2)], "sip:desk-1001@sim.local"));
        yield return ("psych", new("王·心理", counsels, centre, [new("psychological", 2)], "sip:desk-1002@sim.local"));
        yield return ("crisis", new("张·危机", counsels, centre, [new("crisis", 2), new("psychological", 1)], "sip:desk-1003@sim.local"));
        yield return ("lead", new("值班长", [nameof(Role.Supervisor)], centre, null, null));
        yield return ("admin", new("管理员", [nameof(Role.Administrator)], centre, null, null));
    }

    private static bool TryOptions(string[] args, string[] known, out Dictionary<string, string> options, out string? fault)
    {
        options = new(StringComparer.Ordinal);
        fault = null;
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!known.Contains(args[i])) fault = string.Create(CultureInfo.InvariantCulture, $"{args[i]} is not an option here.");
            else if (i + 1 == args.Length) fault = $"{args[i]} has no value.";
            if (fault is not null) return false;
            options[args[i]] = args[i + 1];
        }
        return true;
    }
}
