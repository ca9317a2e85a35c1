using System.Net;
using System.Net.Sockets;

namespace Hotline.Tests.Servers;

/// <summary>
/// Ports for programs that must be told theirs before they start. The kernel says which are free; none is given out twice by this process, since one
/// that was given to a program which has not begun to listen yet looks free to the next who asks.
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
            lock (Given) if (Given.Add(port) || attempt == 1000) return port;
        }
    }
}
