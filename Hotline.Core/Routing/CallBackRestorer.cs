using Hotline.Core.Calls;
using Hotline.Core.Calls.Sql;
using Hotline.Core.Directory;
using Hotline.Core.Routing.Redis;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Core.Routing;

/// <summary>
/// A booked caller sends no requests that would put her back into a wiped live state, so the record does: at a slow beat every open booking is handed to
/// the live state, which takes those it has lost and leaves alone those it knows.
/// </summary>
internal sealed class CallBackRestorer(
    LiveState live, CallRecordStore record, Migrator migrator, NumberSealing sealing, IRoutes routes, TimeProvider clock, ILogger<CallBackRestorer> log)
    : BackgroundService
{
    internal static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>The longest a policy may let a booking stand, and a margin.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(80);

    /// <summary>A record that is further behind the event stream may not know of a booking's end yet.</summary>
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(30);

    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.Ready.WaitAsync(stoppingToken);
                await RestoreAsync(stoppingToken);
                _failed = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The record or the live state is away: bookings wait, calls go on.
                if (!_failed) RoutingLog.BookingsNotRead(log, e);
                _failed = true;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Beat, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task RestoreAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var booking in await record.OpenCallBacksAsync(now - Oldest, stop))
        {
            var skill = Skill.TryParse(booking.Skill, out var known) ? known : Skill.Psychological;
            PhoneNumber? number = null;
            if (Sealing.TryDecode(booking.NumberSealed, out var value)) sealing.Open(value, NumberSealing.OfCall, booking.Call.Value, out number);
            await live.RestoreCallBackAsync(booking, routes.Of(skill, booking.Line, number, now), LongestLag);
        }
    }
}
