using System.Net;
using System.Net.Sockets;

namespace Hotline.Tests.Faults;

/// <summary>
/// A wire that can be made bad: everything sent to its port goes to a target and back, delayed, throttled, held or cut as told. Changes count for open
/// connections too. Held bytes are delivered when the direction is healed, as TCP does after a cut that ends in time.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private IPEndPoint _target;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly List<FaultyConnection> _open = [];
    private readonly Task _accepting;
    private bool _refuses;
    private volatile bool _swallows;
    private int _swallowed;

    private FaultProxy(int target)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = Task.Run(AcceptAsync);
    }

    public static FaultProxy Before(int target) => new(target);

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public FaultyWay ToTarget { get; } = new();

    public FaultyWay FromTarget { get; } = new();

    /// <summary>Connections through it now.</summary>
    public int Open
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Delays what goes to the target and what comes back by this much each.</summary>
    public void Delays(TimeSpan by) => (ToTarget.Delay, FromTarget.Delay) = (by, by);

    /// <summary>Resets every open connection (RST), and every new one until healed.</summary>
    public void Cut()
    {
        _refuses = true;
        ResetAll();
    }

    /// <summary>New connections are accepted and forgotten until healed; what was forgotten stays so. Open ones are as they were.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>Open connections stay open and carry nothing ever again; new ones are good.</summary>
    public void ForgetAll()
    {
        foreach (var connection in All()) connection.Forget();
    }

    /// <summary>New connections go to another target, as when a name's address has changed. Open ones stay where they are.</summary>
    public void LeadsTo(int target) => Volatile.Write(ref _target, new IPEndPoint(IPAddress.Loopback, target));

    /// <summary>New connections it has swallowed since it was made.</summary>
    public int Swallowed => Volatile.Read(ref _swallowed);

    /// <summary>Resets every open connection once; new ones are good.</summary>
    public void ResetAll()
    {
        foreach (var connection in All()) connection.Reset();
    }

    /// <summary>Says to every target that nothing more will come (FIN), and goes on carrying the other way.</summary>
    public void HalfClose()
    {
        foreach (var connection in All()) connection.HalfClose();
    }

    public void Heal()
    {
        _refuses = _swallows = false;
        ToTarget.Heal();
        FromTarget.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var connection in All()) connection.Reset();
        _ended.Dispose();
    }

    private FaultyConnection[] All()
    {
        lock (_gate) return [.. _open];
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_ended.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var connection = new FaultyConnection(client);
        lock (_gate) _open.Add(connection);
        try
        {
            if (_refuses) connection.Reset();
            else if (_swallows)
            {
                Interlocked.Increment(ref _swallowed);
                await connection.ForgetAsync(_ended.Token);
            }
            else await connection.CarryAsync(Volatile.Read(ref _target), ToTarget, FromTarget, _ended.Token);
        }
        finally
        {
            connection.Reset();
            lock (_gate) _open.Remove(connection);
        }
    }
}
