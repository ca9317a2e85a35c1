using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Hotline.Tests.DevHost;
using Hotline.Tests.Servers;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>
/// Every part as <c>infra/run</c> starts it, on a folder and ports of one fixture: private Redis, both hosts, the carrier's other end. The tests stand where
/// people and the carrier stand; of the inside they see what an administrator sees: files, processes, the database.
/// </summary>
internal sealed class WholeHotline : IAsyncDisposable
{
    private readonly Dictionary<string, string> _settings;
    private DevHostProcess _host;

    private WholeHotline(Dictionary<string, string> settings, DevHostProcess host)
    {
        (_settings, _host) = (settings, host);
        Carrier = new HttpClient { BaseAddress = new Uri(settings["HOTLINE_SIM_URL"]), Timeout = TimeSpan.FromSeconds(100) };
    }

    /// <summary>The simulated carrier's control interface.</summary>
    public HttpClient Carrier { get; }

    public Uri Agent => new(_settings["HOTLINE_AGENT_URL"]);

    public Uri Api => new(_settings["HOTLINE_API_URL"]);

    public string Folder => _settings["HOTLINE_DATA"];

    /// <summary>What the development host printed.</summary>
    public string Output => _host.Output;

    /// <param name="settings">In environment form, on top of a folder and free ports.</param>
    public static async Task<WholeHotline> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("hotline-whole-").FullName;
        for (var attempt = 1; ; attempt++)
        {
            var all = DevHostProcess.SettingsFor(folder);
            foreach (var (name, value) in settings) all[name] = value;
            var hotline = new WholeHotline(all, DevHostProcess.Start(all));
            try
            {
                await hotline._host.IsReady();
                return hotline;
            }
            catch (InvalidOperationException) when (attempt < 3 && hotline.Output.Contains("is taken", StringComparison.Ordinal))
            {
                // Another program took a free port between the look and the start.
                await hotline._host.DisposeAsync();
                hotline.Carrier.Dispose();
            }
            catch
            {
                await hotline.DisposeAsync();
                throw;
            }
        }
    }

    public async Task<JsonElement> VerdictAsync() => await Carrier.GetFromJsonAsync<JsonElement>("/api/judge");

    /// <summary>Nobody was lost, nobody heard two, no telephone was rung while in use.</summary>
    public async Task NobodyIsLostAsync(int answered)
    {
        var verdict = await VerdictAsync();
        Assert.Multiple(() =>
        {
            Assert.That(verdict.GetProperty("lostCount").GetInt32(), Is.Zero, $"lost: {verdict}");
            Assert.That(verdict.GetProperty("doubleBridges").GetArrayLength(), Is.Zero, $"double bridges: {verdict}");
            Assert.That(verdict.GetProperty("phoneCollisions").GetArrayLength(), Is.Zero, $"collisions: {verdict}");
            Assert.That(verdict.GetProperty("answered").GetInt32(), Is.EqualTo(answered), $"answered: {verdict}");
        });
    }

    public Task EveryCallIsOverAsync() =>
        Eventually.True(async () => (await VerdictAsync()).GetProperty("openCalls").GetInt32() == 0, "no call is left open", TimeSpan.FromSeconds(120));

    /// <summary>One answer of the private Redis to a command, as its administrator would give it.</summary>
    public async Task<string> RedisAsync(string command)
    {
        using var secrets = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "secrets.json")));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", int.Parse(_settings["HOTLINE_REDIS_PORT"], CultureInfo.InvariantCulture), limit.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {secrets.RootElement.GetProperty("RedisPassword").GetString()}\r\n{command}\r\n"), limit.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.That(await reader.ReadLineAsync(limit.Token), Is.EqualTo("+OK"), "Redis knows its password");
        return await reader.ReadLineAsync(limit.Token) ?? "";
    }

    /// <summary>Rows of the record, read beside the running hosts.</summary>
    public IReadOnlyList<T> Record<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "hotline.db")};Mode=ReadOnly;Pooling=False;Default Timeout=10");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    /// <summary>SIGKILL: the part gets no chance to say good-bye. The development host starts it again.</summary>
    /// <param name="program">What stands in its command line, e.g. <c>Hotline.Agent.dll</c>.</param>
    public async Task DiesAsync(string program)
    {
        var process = await SignalsAsync(program, "-KILL");
        await Eventually.True(() => !DevHostProcess.IsAlive(process), $"{program} is dead");
    }

    /// <summary>Sends a part a signal; its process.</summary>
    public async Task<int> SignalsAsync(string program, string signal)
    {
        var process = PartCalled(program);
        using var kill = Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return process;
    }

    public Task IsBackAsync(string part, int times = 1) => Eventually.True(
        () => Output.Split($"{part} is back").Length > times, $"{part} is started again:\n{Output}", TimeSpan.FromSeconds(120));

    /// <summary>Stops every part as Ctrl-C does; what they wrote stays until this is disposed.</summary>
    public async Task StopAsync()
    {
        _host.Signal("-INT");
        await _host.Ends(TimeSpan.FromSeconds(180));
    }

    public async ValueTask DisposeAsync()
    {
        Carrier.Dispose();
        await _host.DisposeAsync();
        if (System.IO.Directory.Exists(Folder)) System.IO.Directory.Delete(Folder, recursive: true);
    }

    private int PartCalled(string program) => _host.Children()
        .Single(child => File.ReadAllText($"/proc/{child.ToString(CultureInfo.InvariantCulture)}/cmdline").Contains(program, StringComparison.Ordinal));
}
