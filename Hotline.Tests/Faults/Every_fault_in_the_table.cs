using NUnit.Framework;

namespace Hotline.Tests.Faults;

/// <summary>
/// Every row of the table of faults, on two hosts of each kind behind HAProxy, under a crowd of callers: nobody is lost, bridged twice or left in silence,
/// nobody's place gets worse, and soon after the fault has healed Redis, the record and the carrier agree. Prints one table.
/// </summary>
[Category("Faults"), Platform(Include = "Linux", Reason = "Signals.")]
internal sealed partial class Every_fault_in_the_table
{
    private FaultStage? _stage;

    private FaultStage Stage => _stage!;

    private Cluster Cluster => Stage.Cluster;

    [OneTimeSetUp]
    public async Task StartAsync() => _stage = await FaultStage.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_stage is not null) await _stage.DisposeAsync();
    }

    /// <summary>A figure of the table, which the environment may set otherwise.</summary>
    private static int Figure(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var given) && given > 0 ? given : usual;

    [Test]
    public Task None() => Stage.PlayAsync("none, for comparison", async crowd =>
    {
        var bridged = crowd.Bridged;
        await Task.Delay(TimeSpan.FromSeconds(5));
        return $"{crowd.Bridged - bridged} answered in 5 s";
    }, deadAir: 2);
}
