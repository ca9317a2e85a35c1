using System.Reflection;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Hotline.Tests.Architecture;

/// <summary>Each direction is shown twice: the repository keeps it, and a deliberate violation is caught.</summary>
internal sealed partial class Forbidden_directions
{
    private static readonly IReadOnlyList<SourceFile> Production =
        [.. SourceFile.All("Hotline.Core", "*.cs"), .. SourceFile.All("Hotline.Api", "*.cs"), .. SourceFile.All("Hotline.Agent", "*.cs")];

    private static readonly IReadOnlyList<SourceFile> Lua = SourceFile.All("Hotline.Core", "*.lua");

    [Test]
    public void There_is_something_to_judge()
    {
        Assert.That(Production, Has.Count.GreaterThan(60));
        Assert.That(Lua, Has.Count.GreaterThan(10));
    }

    [Test]
    public void Redis_stays_in_Redis_folders()
    {
        Assert.That(Directions.RedisOutsideRedisFolders(Production), Is.Empty);
        Assert.That(Directions.RedisOutsideRedisFolders([new("Hotline.Core/Cases/NoteStore.cs", "using StackExchange.Redis;")]), Is.Not.Empty);
    }

    [Test]
    public void Dapper_stays_in_Sql_folders_and_Storage()
    {
        Assert.That(Directions.DapperOutsideSqlFolders(Production), Is.Empty);
        Assert.That(Directions.DapperOutsideSqlFolders([new("Hotline.Agent/Cases/NoteEndpoints.cs", "using Dapper;")]), Is.Not.Empty);
    }

    [Test]
    public void A_rule_knows_no_store()
    {
        Assert.That(Directions.RulesThatKnowAStore(Production), Is.Empty);
        Assert.That(Directions.RulesThatKnowAStore([new("Hotline.Core/Cases/NoteRules.cs", "using Hotline.Core.Cases.Sql;")]), Is.Not.Empty);
    }

    [Test]
    public void Features_depend_one_way()
    {
        Assert.That(Directions.FeatureDirections(Production), Is.Empty);
        Assert.That(Directions.FeatureDirections([new("Hotline.Core/Calls/CallRecord.cs", "using Hotline.Core.Routing;")]), Is.Not.Empty);
    }

    [TestCase("Hotline.Core")]
    [TestCase("Hotline.Api")]
    [TestCase("Hotline.Agent")]
    public void Assemblies_know_only_what_they_may(string project)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!);
        Assert.That(Directions.WrongReferences(project, references), Is.Empty);
    }

    [TestCase("Hotline.Core", "Microsoft.AspNetCore.Http")]
    [TestCase("Hotline.Core", "Hotline.Api")]
    [TestCase("Hotline.Api", "Hotline.Agent")]
    [TestCase("Hotline.Agent", "Hotline.Api")]
    [TestCase("Hotline.Agent", "Hotline.Tests")]
    [TestCase("Hotline.Simulator", "Hotline.Core")]
    public void A_wrong_reference_is_caught(string project, string reference) =>
        Assert.That(Directions.WrongReferences(project, [reference]), Is.Not.Empty);

    [Test]
    public void Project_files_know_only_what_they_may()
    {
        var projects = SourceFile.All("Hotline.Core", "*.csproj").Concat(SourceFile.All("Hotline.Api", "*.csproj"))
            .Concat(SourceFile.All("Hotline.Agent", "*.csproj")).Concat(SourceFile.All("infra/Hotline.Simulator", "*.csproj"));
        foreach (var file in projects)
        {
            var references = ProjectReference().Matches(file.Text).Select(m => Path.GetFileNameWithoutExtension(m.Groups[1].Value.Replace('\\', '/')));
            Assert.That(Directions.WrongReferences(Path.GetFileNameWithoutExtension(file.Path), references), Is.Empty, file.Path);
        }
    }

    [Test]
    public void Every_key_a_script_touches_is_in_KEYS()
    {
        Assert.That(Directions.LuaKeysNotInKeys(Lua), Is.Empty);
        Assert.That(Directions.LuaKeysNotInKeys([new("a.lua", "redis.call('HGET', 'calls:' .. id, 'state')")]), Is.Not.Empty);
        Assert.That(Directions.LuaKeysNotInKeys([new("b.lua", "local key = 'timers'\nredis.call('ZADD', key, 1, 'x')")]), Is.Not.Empty);
        Assert.That(Directions.LuaKeysNotInKeys([new("c.lua", "redis.call('ZADD', KEYS[5], 1, 'x')")]), Is.Empty);
    }

    [GeneratedRegex("ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex ProjectReference();
}
