using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hotline.Bench.Carrier;

/// <summary>What stands between the carrier and several Apis: one after the other in turn; one that is gone is left out for a moment, and what was sent to it goes to the next.</summary>
internal sealed class Balancer(IReadOnlyList<Uri> hosts) : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500), LongestIdle = TimeSpan.FromSeconds(60), AnswerWithin = TimeSpan.FromSeconds(15);

    private readonly Host[] _hosts = [.. hosts.Select(host => new Host(new IPEndPoint(IPAddress.Parse(host.Host), host.Port)))];
    private uint _turn;

    /// <summary>Throws <see cref="IOException"/> or <see cref="TimeoutException"/>.</summary>
    public async Task<(int Status, string Body)> PostAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        for (var others = _hosts.Length - 1; ; others--)
        {
            var host = Next();
            try
            {
                return await host.PostAsync(request, stop);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                host.LeftOutUntil = Stopwatch.GetTimestamp() + (long)(Rest.TotalSeconds * Stopwatch.Frequency);
                if (others == 0) throw new IOException(e.Message, e);
            }
        }
    }

    public void Dispose()
    {
        foreach (var host in _hosts) host.Dispose();
    }

    private Host Next()
    {
        var now = Stopwatch.GetTimestamp();
        Host host;
        var looked = 0;
        do host = _hosts[Interlocked.Increment(ref _turn) % _hosts.Length];
        while (host.LeftOutUntil > now && ++looked < _hosts.Length);
        return host;
    }

    private sealed class Host(IPEndPoint address) : IDisposable
    {
        private readonly ConcurrentStack<HttpWire> _free = new();
        private long _leftOutUntil;

        public long LeftOutUntil
        {
            get => Volatile.Read(ref _leftOutUntil);
            set => Volatile.Write(ref _leftOutUntil, value);
        }

        public async Task<(int Status, string Body)> PostAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
        {
            var wire = Kept() ?? await HttpWire.ConnectAsync(address, stop);
            try
            {
                var answer = await wire.PostAsync(request, AnswerWithin);
                wire.UsedAt = Stopwatch.GetTimestamp();
                if (wire.IsSpent) wire.Dispose();
                else _free.Push(wire);
                return answer;
            }
            catch
            {
                wire.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            while (_free.TryPop(out var wire)) wire.Dispose();
        }

        /// <summary>The host closes what was not used for long: such a one is not tried.</summary>
        private HttpWire? Kept()
        {
            while (_free.TryPop(out var wire))
            {
                if (Stopwatch.GetElapsedTime(wire.UsedAt) < LongestIdle) return wire;
                wire.Dispose();
            }
            return null;
        }
    }
}
