using System.Diagnostics;
using NUnit.Framework;

namespace Hotline.Tests.Servers;

/// <summary>Waiting for a condition with a deadline, never for a length of time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30), Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Passes as soon as the condition holds; fails with <paramref name="what"/> if it does not within the deadline (30 s).</summary>
    public static Task True(Func<bool> condition, string what, TimeSpan? within = null) =>
        True(() => Task.FromResult(condition()), what, within);

    /// <inheritdoc cref="True(Func{bool},string,TimeSpan?)"/>
    public static async Task True(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > (within ?? Deadline)) Assert.Fail($"Not within {(within ?? Deadline).TotalSeconds:0.#} s: {what}");
            await Task.Delay(Step);
        }
    }

    /// <summary>The value as soon as it is there; fails with <paramref name="what"/> as <see cref="True(Func{Task{bool}},string,TimeSpan?)"/> does.</summary>
    public static async Task<T> Value<T>(Func<Task<T?>> value, string what, TimeSpan? within = null) where T : class
    {
        T? found = null;
        await True(async () => (found = await value()) is not null, what, within);
        return found!;
    }
}
