using System.Net;
using System.Net.Sockets;

namespace Hotline.Tests.Servers;

/// <summary>
/// Ports for programs that must be told theirs before they start. The kernel says which are free; none is given out twice in one run of the tests, since
/// one that was given to a program which has not begun to listen yet looks free to the next who asks.
/// </summary>
internal static class Ports
{
    private static readonly HashSet<int> Given = [];

    public static int Free()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            lock (Given) if ((Given.Add(port) && Claim(port)) || attempt == 1000) return port;
        }
    }

    /// <summary>infra/test runs two suites side by side, in one temporary folder that ends with them: a file there tells the other one.</summary>
    private static bool Claim(int port)
    {
        if (Environment.GetEnvironmentVariable("HOTLINE_TEST_RUN") is null) return true;
        try
        {
            using var claim = new FileStream(Path.Combine(Path.GetTempPath(), $"port-{port}"), FileMode.CreateNew);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
