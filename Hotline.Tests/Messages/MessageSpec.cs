using System.Text.Json;
using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Messages;
using Hotline.Core.Messages.Sql;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Hotline.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Hotline.Tests.Messages;

/// <summary>The store of messages on one database, with a record that folds into it, a scripted carrier and a clock that is set.</summary>
public abstract class MessageSpec(StorageProvider provider) : DatabaseSpec(provider)
{
    protected static readonly DateTimeOffset Night = new(2026, 10, 1, 14, 0, 0, TimeSpan.Zero);
    protected static readonly byte[] Spoken = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    private readonly SetClock _clock = new();
    private int _told;

    protected DateTimeOffset Now { get => _clock.Now; set => _clock.Now = value; }

    protected StaffId Li { get; } = StaffId.New(TimeProvider.System);

    protected StaffId Bao { get; } = StaffId.New(TimeProvider.System);

    internal ScriptedRecordings Carrier { get; private set; } = new();

    protected MessageStore Store => new(Database, new Sealing(Sealing_values.Keys()), _clock);

    /// <summary>One as another host would have.</summary>
    protected MessageKeeper Keeper(int keepDays = 30) =>
        new(Store, Carrier, Test.NewMigrator(), new MessageOptions { KeepHeardDays = keepDays }, _clock, NullLogger<MessageKeeper>.Instance);

    [SetUp]
    public void AtNight()
    {
        Now = Night;
        Carrier = new ScriptedRecordings();
    }

    protected Task RecordAsync(params CallEvent[] events) => new CallRecordStore(Database, [Store]).AppendAsync(events);

    protected CallEvent Told(CallId call, string kind, string? fact, object detail) => new(
        $"o:{Interlocked.Increment(ref _told)}-0", kind, Now, call, null, fact, JsonSerializer.Serialize(detail));

    /// <summary>What is told of one caller who leaves a message, in order.</summary>
    protected CallEvent[] StoryOf(CallId call, string recording, bool mayCall = false, string mask = "138····5678", string centre = "night") =>
    [
        Told(call, EventKind.Arrived, $"call/{call}/arrived", new { number = "AAAA", numberKey = "key", numberMask = mask, leg = $"CA{call}", line = "12338" }),
        Told(call, EventKind.Waiting, null, new { lane = $"{centre}/legal/1", skill = "legal", centre, by = "key" }),
        Told(call, EventKind.MessageLeft, $"message/{recording}", new { leg = $"CA{call}", side = "Caller", seconds = 12 }),
        .. mayCall ? [Told(call, EventKind.MessageMayCall, $"message/{recording}/may-call", new { leg = $"CA{call}" })] : Array.Empty<CallEvent>(),
    ];

    /// <summary>A caller left a message; the carrier has it.</summary>
    protected async Task<LeftMessage> LeftAsync(string recording = "RE1", bool mayCall = false)
    {
        var call = CallId.New(_clock);
        Carrier.Has(recording, Spoken);
        await RecordAsync(StoryOf(call, recording, mayCall));
        return (await Store.OpenAsync(100)).Single(m => m.Call == call);
    }

    /// <summary>And it is kept.</summary>
    protected async Task<LeftMessage> KeptAsync(string recording = "RE1", bool mayCall = false)
    {
        var left = await LeftAsync(recording, mayCall);
        await Keeper().WorkAsync(default);
        return (await Store.FindAsync(left.Id))!;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
