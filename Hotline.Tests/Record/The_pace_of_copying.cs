using System.Diagnostics.Metrics;
using Hotline.Core.Calls.Redis;
using NUnit.Framework;

namespace Hotline.Tests.Record;

/// <summary>How much the recorder copies at a time, and how long it leaves the processors to the calls in between.</summary>
internal sealed class The_pace_of_copying : RecorderSpec
{
    private readonly Stretched _clock = new();
    private readonly List<int> _copied = [];
    private readonly OwnMeters _meters = new();
    private MeterListener _listener = null!;
    private Recorder _recorder = null!;

    [SetUp]
    public async Task GivenARecorderThatIsWatched()
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, heard) =>
            {
                if (instrument.Meter.Scope == _meters && instrument.Name == "hotline.record.copied") heard.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => _copied.Add((int)count));
        _listener.Start();
        _recorder = await NewRecorderAsync(_clock, _meters);
    }

    [TearDown]
    public void Unwatch()
    {
        _listener.Dispose();
        _recorder.Dispose();
    }

    /// <summary>The transactions of one batch, and the rests taken between them.</summary>
    private async Task<(int[] Copied, TimeSpan[] Rests)> CopiedAsync()
    {
        _copied.Clear();
        _clock.Waited.Clear();
        await _recorder.CopyBatchAsync(oneByOne: false, default);
        return ([.. _copied], [.. _clock.Waited]);
    }

    private async Task WaitAsync(int events) => await Task.WhenAll(Enumerable.Range(0, events).Select(i => AddAsync($"1-{i + 1}", "operator.desk", "5", "")));

    [Test]
    public async Task Overdue_transactions_become_smaller_where_they_take_long_and_larger_again_and_nothing_rests()
    {
        await WaitAsync(Recorder.Overdue + EventStream.MostRead);
        _clock.Step = TimeSpan.FromSeconds(2);
        var (slow, rests) = await CopiedAsync();
        Assert.That(slow, Is.EqualTo(new[] { 4000, 2000, 1000, 500, 250, 250 }));
        _clock.Step = TimeSpan.FromMilliseconds(1);
        var (quick, moreRests) = await CopiedAsync();
        Assert.That(quick, Is.EqualTo(new[] { 250, 500, 1000, 2000, 4000, 250 }));
        Assert.That(rests.Concat(moreRests), Is.Empty);
    }

    [Test]
    public async Task Of_a_recorder_that_keeps_up_is_a_little_at_a_time_and_a_tenth_of_the_time()
    {
        await WaitAsync(1200);
        _clock.Step = TimeSpan.FromMilliseconds(1);
        var (copied, rests) = await CopiedAsync();
        Assert.That(copied, Is.EqualTo(new[] { 500, 500, 200 }));
        Assert.That(rests, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromMilliseconds(9), 3)));
    }

    [Test]
    public async Task Rests_the_less_the_more_has_gathered()
    {
        await WaitAsync((EventStream.MostRead + Recorder.Overdue) / 2);
        _clock.Step = TimeSpan.FromMilliseconds(2);
        var (copied, rests) = await CopiedAsync();
        Assert.That(copied, Is.EqualTo(Enumerable.Repeat(500, 16)), "a little at a time, of as much as is read at once");
        Assert.That(rests, Is.EqualTo(Enumerable.Repeat(TimeSpan.FromMilliseconds(9), 16)), "half as long as when nothing has gathered");
    }

    [Test]
    public async Task Of_a_slow_database_does_not_rest_for_longer_than_it_may()
    {
        await WaitAsync(1000);
        _clock.Step = TimeSpan.FromMilliseconds(200);
        var (_, rests) = await CopiedAsync();
        Assert.That(rests, Is.EqualTo(new[] { TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(0.2) }));
    }

    /// <summary>Makes meters that can be told from those of other tests.</summary>
    private sealed class OwnMeters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options.Name!, null, null, this);

        public void Dispose()
        {
        }
    }

    /// <summary>Each look at it is so much later than the one before; whoever waits has waited at once.</summary>
    private sealed class Stretched : TimeProvider
    {
        private long _now;

        public TimeSpan Step { get; set; }

        public List<TimeSpan> Waited { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += Step.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waited.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
