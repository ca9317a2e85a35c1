using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Hotline.Tests.Deployment;

/// <summary>A piece of a YAML document: <c>yaml["spec"]["replicas"].Text</c>. What is not there is empty, not an error.</summary>
internal sealed record Yaml(object? Value)
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().Build();

    public static IReadOnlyList<Yaml> Read(string text)
    {
        List<Yaml> documents = [];
        var parser = new MergingParser(new Parser(new StringReader(text)));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _)) documents.Add(new Yaml(Reader.Deserialize(parser)));
        return documents;
    }

    public Yaml this[string key] => new(Value is IDictionary<object, object> map && map.TryGetValue(key, out var value) ? value : null);

    public string Text => Value as string ?? "";

    public int Number => int.Parse(Text, CultureInfo.InvariantCulture);

    public bool Exists => Value is not null;

    public IEnumerable<Yaml> Items => (Value as IList<object> ?? []).Select(item => new Yaml(item));

    public IEnumerable<(string Key, Yaml Value)> Members =>
        (Value as IDictionary<object, object> ?? new Dictionary<object, object>()).Select(m => ((string)m.Key, new Yaml(m.Value)));

    /// <summary>Every text in it, with its path.</summary>
    public IEnumerable<(string Path, string Text)> Leaves(string path = "") => Value switch
    {
        string text => [(path, text)],
        IList<object> => Items.SelectMany((item, i) => item.Leaves($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]")),
        _ => Members.SelectMany(m => m.Value.Leaves($"{path}.{m.Key}")),
    };
}
