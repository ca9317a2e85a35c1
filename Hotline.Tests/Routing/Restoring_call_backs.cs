using Hotline.Core.Calls;
using Hotline.Core.Calls.Redis;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Routing;
using Hotline.Core.Staff;
using Hotline.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Routing;

/// <summary>A booking outlives the live state.</summary>
internal sealed class Restoring_call_backs : CallBackSpec
{
    [Test]
    public async Task A_wiped_Redis_loses_no_booking()
    {
        var first = await BookedAsync();
        var second = await One.CallerWaitsAsync(Skill.Legal);
        var record = await RecordedAsync();
        Assert.That((await record.GetAsync(first.Call))!.State, Is.EqualTo(CallState.CallbackBooked));
        Assert.That((await record.GetAsync(first.Call))!.EndedAt, Is.Null);

        await Redis.FlushAllAsync();
        await Two.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None);
        var restorer = One.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<CallBackRestorer>().Single();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => restorer.RestoreAsync(CancellationToken.None)));

        Assert.That((await One.Flow.WaitAsync(second, Skill.Legal, CancellationToken.None)).Ahead, Is.EqualTo(1), "she is before her again");
        await PictureHoldsAsync();
        var (caller, op, token) = await OperatorWaitsForHerAsync(first);
        Assert.That(One.Carrier.Dialled.Single().Number.Reveal(), Is.EqualTo(Her));
        Assert.That(await One.Flow.AnswerCallBackAsync(caller.Call, token, Back, CancellationToken.None), Is.EqualTo(CallBackAnswer.Join));
        await One.TellAsync(HerJoined(caller), Told(caller, token, EventKind.LegEnded));
        await RecordedAsync();
        var row = (await record.GetAsync(first.Call))!;
        Assert.That((row.State, row.AnsweredBy, row.EndedAt), Is.EqualTo((CallState.Closed, (StaffId?)op, (DateTimeOffset?)At.AddSeconds(9))));

        // What is over is not restored, also by a live state that knows nothing any more.
        await Redis.FlushAllAsync();
        await restorer.RestoreAsync(CancellationToken.None);
        Assert.That(await One.Database.HashLengthAsync(One.Keys.Calls), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_restored_while_the_record_lags()
    {
        var caller = await BookedAsync();
        var record = await RecordedAsync();
        var booking = (await record.OpenCallBacksAsync(caller.ArrivedAt.AddHours(-1))).Single();
        await Redis.FlushAllAsync();
        await One.CallerWaitsAsync(Skill.Legal); // an event that is not copied
        await Eventually.True(() => caller.ArrivedAt.AddSeconds(1) < TimeProvider.System.GetUtcNow(), "a moment passes");
        Assert.That(await One.Live.RestoreCallBackAsync(booking, One.Routes.Of(Skill.Legal, null, null, default), TimeSpan.FromMilliseconds(1)), Is.False);
        Assert.That(await One.Live.RestoreCallBackAsync(booking, One.Routes.Of(Skill.Legal, null, null, default), TimeSpan.FromMinutes(1)), Is.True);
    }

    /// <summary>Everything that happened, copied.</summary>
    private async Task<CallRecordStore> RecordedAsync()
    {
        var migrator = One.Services.GetRequiredService<Hotline.Core.Storage.Migrator>();
        if (!migrator.Ready.IsCompleted) await migrator.StartAsync(CancellationToken.None);
        await migrator.Ready;
        var record = One.Services.GetRequiredService<CallRecordStore>();
        var stream = new EventStream(One.Services.GetRequiredService<Hotline.Core.Storage.Redis.RedisConnection>(), "12338");
        while (await stream.ReadAsync() is { } batch)
        {
            await record.AppendAsync(batch.Events);
            await stream.TrimAsync(batch);
        }
        return record;
    }
}
