using Hotline.Core.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Hotline.Tests.Starting;

/// <summary>How long a host drains is a number of seconds, and nothing else. What draining does is shown by <c>An_operator_between_two_hosts</c>.</summary>
internal sealed class Drain_setting
{
    [TestCase("-1"), TestCase("61"), TestCase("5.5"), TestCase("soon")]
    public void A_wrong_one_stops_the_start_and_names_its_key_and_range(string value) =>
        Assert.That(() => Add(value), Throws.InstanceOf<BadSettingException>().With.Message.EqualTo("Shutdown__DrainSeconds must be 0 to 60 whole seconds."));

    [TestCase(null), TestCase(""), TestCase("0"), TestCase("60")]
    public void Others_are_taken(string? value) => Assert.That(() => Add(value), Throws.Nothing);

    private static void Add(string? value) => new ServiceCollection()
        .AddDraining(new ConfigurationBuilder().AddInMemoryCollection([new("Shutdown:DrainSeconds", value)]).Build());
}
