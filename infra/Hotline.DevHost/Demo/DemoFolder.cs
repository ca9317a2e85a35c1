using System.Globalization;
using Hotline.DevHost.Settings;

namespace Hotline.DevHost.Demo;

/// <summary>
/// A folder and ports of a demo's own, so that it neither disturbs nor depends on an instance that runs. Removed when the demo succeeded; kept, with its
/// logs, when it did not.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _path;
    private bool _keep;

    private DemoFolder(string path) => _path = path;

    public static DemoFolder Make() => new(Directory.CreateTempSubdirectory("hotline-demo-").FullName);

    /// <summary>
    /// Laid over whatever else is set; an empty value means "not given". A demo never writes into a given database or rings through a given carrier,
    /// and uses a given Redis only where it cannot start its own.
    /// </summary>
    public Dictionary<string, string?> Settings(IConfiguration configured)
    {
        var ports = Ports.Free(4);
        Dictionary<string, string?> settings = new()
        {
            ["HOTLINE_DATA"] = _path,
            ["HOTLINE_API_URL"] = Local(ports[0]),
            ["HOTLINE_AGENT_URL"] = Local(ports[1]),
            ["HOTLINE_SIM_URL"] = Local(ports[2]),
            ["HOTLINE_REDIS_PORT"] = ports[3].ToString(CultureInfo.InvariantCulture),
            ["ConnectionStrings:Sql"] = "",
            ["Storage:Provider"] = "",
            ["Sealing:KeyFile"] = "",
            ["Twilio:ApiBaseUrl"] = "",
            ["Twilio:PublicBaseUrl"] = "",
            ["Twilio:AccountSid"] = "",
            ["Twilio:AuthToken"] = "",
            ["Twilio:From"] = "",
        };
        if (SearchPath.Find(configured["HOTLINE_REDIS_SERVER"] is { Length: > 0 } server ? server : "redis-server") is not null)
            settings["ConnectionStrings:Redis"] = "";
        return settings;
    }

    /// <summary>Something went wrong: the logs are worth reading.</summary>
    public void Keep() => _keep = true;

    public void Dispose()
    {
        if (_keep)
            Console.Error.WriteLine($"devhost: the demo's data and logs are kept in {_path}");
        else
            Directory.Delete(_path, recursive: true);
    }

    private static string Local(int port) => $"http://127.0.0.1:{port}";
}
