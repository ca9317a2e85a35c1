using System.Threading.Channels;

namespace Hotline.Bench.Operators;

/// <summary>
/// When operators are done writing: at a constant rate, first come, first served. An operator who has written waits for her turn; a turn that finds
/// nobody waiting is kept for the next. So the rate of calls is the load's, and every operator takes her share of them.
/// </summary>
internal sealed class Turns
{
    private readonly Channel<bool> _turns = Channel.CreateUnbounded<bool>();

    /// <summary>Turns nobody was there to take yet: the operators were held up in their calls.</summary>
    public int Untaken => _turns.Reader.Count;

    public void Give() => _turns.Writer.TryWrite(true);

    /// <summary>What was given and not taken is taken back.</summary>
    public void TakeBack()
    {
        while (_turns.Reader.TryRead(out _)) { }
    }

    /// <summary>No more: everybody goes home.</summary>
    public void End() => _turns.Writer.TryComplete();

    /// <summary>False: there are no more.</summary>
    public async Task<bool> TakeAsync(CancellationToken stop)
    {
        try
        {
            // One turn wakes one operator; waiting "until there is something to read" would wake all of them each time.
            return await _turns.Reader.ReadAsync(stop);
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }
}
