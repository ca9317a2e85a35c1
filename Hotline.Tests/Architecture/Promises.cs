using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Hotline.Tests.Architecture;

/// <summary>What comments and log messages promise is checked against what is there.</summary>
internal sealed partial class Promises
{
    private static readonly IReadOnlyList<SourceFile> Production =
        [.. SourceFile.All("Hotline.Core", "*.cs"), .. SourceFile.All("Hotline.Api", "*.cs"), .. SourceFile.All("Hotline.Agent", "*.cs"), .. SourceFile.All("Hotline.Core", "*.lua")];

    [Test]
    public void A_test_named_as_racing_a_guarantee_exists()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static).Select(m => $"{t.Name}.{m.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var named = Production.SelectMany(f => RacedBy().Matches(f.Text).Select(m => (f.Path, Test: m.Groups[1].Value))).ToArray();
        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Where(n => !tests.Contains(n.Test)), Is.Empty);
    }

    [Test]
    public void Log_events_have_unique_ids_and_names()
    {
        var messages = Production.SelectMany(f => LogMessage().Matches(f.Text).Select(m => (f.Path, Id: m.Groups[1].Value, Name: m.Groups[2].Value))).ToArray();
        Assert.That(messages, Is.Not.Empty);
        Assert.That(messages.GroupBy(m => m.Id).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)), Is.Empty, "ids");
        Assert.That(messages.Where(m => m.Name.Length > 0).GroupBy(m => m.Name).Where(g => g.Count() > 1).Select(g => string.Join(", ", g)), Is.Empty, "names");
    }

    [GeneratedRegex(@"(?:[Rr]aced by|and) (?:<c>)?([A-Z][A-Za-z]*(?:_\w+)+\.[A-Z]\w+|[A-Z]\w*\.[A-Z][a-z]\w*_\w+)")]
    private static partial Regex RacedBy();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(\d+)[^\]]*?(?:EventName\s*=\s*""(\w+)"")?\s*\)\]")]
    private static partial Regex LogMessage();
}
