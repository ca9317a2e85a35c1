using System.Text.Json;

namespace Hotline.Core.Cases;

/// <summary>The codes a note may use and their names: shipped data (<c>catalogue.json</c>), read once and checked when read.</summary>
public sealed class Catalogue
{
    private Catalogue(CatalogueFile file)
    {
        MatterTypes = file.MatterTypes;
        Regions = file.Regions;
        MaritalStatuses = file.MaritalStatuses;
        Risks = file.Risks;
        Outcomes = file.Outcomes;
        MatterTypeCodes = Unique("matterTypes", MatterTypes.SelectMany(m => m.Children.Select(c => c.Code).Prepend(m.Code)));
        RegionCodes = Unique("regions", Regions.Select(r => r.Code));
        MaritalStatusCodes = Unique("maritalStatuses", MaritalStatuses.Select(m => m.Code));
        OutcomeCodes = Unique("outcomes", Outcomes.Select(o => o.Code));
        if (!Unique("risks", Risks.Select(r => r.Code)).SequenceEqual(Enum.GetNames<Risk>()))
            throw new InvalidDataException("catalogue.json: risks must be the four states, in order.");
    }

    public IReadOnlyList<MatterGroup> MatterTypes { get; }
    public IReadOnlyList<Choice> Regions { get; }
    public IReadOnlyList<Choice> MaritalStatuses { get; }
    public IReadOnlyList<Choice> Risks { get; }
    public IReadOnlyList<Choice> Outcomes { get; }
    public IReadOnlyList<string> MatterTypeCodes { get; }
    public IReadOnlyList<string> RegionCodes { get; }
    public IReadOnlyList<string> MaritalStatusCodes { get; }
    public IReadOnlyList<string> OutcomeCodes { get; }

    public static Catalogue Shipped()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("Hotline.Core.Cases.catalogue.json")
            ?? throw new InvalidOperationException("catalogue.json is not embedded.");
        return new(JsonSerializer.Deserialize<CatalogueFile>(stream, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("catalogue.json is empty."));
    }

    private static List<string> Unique(string list, IEnumerable<string> codes)
    {
        List<string> all = [.. codes];
        return all.Distinct(StringComparer.Ordinal).Count() == all.Count
            ? all
            : throw new InvalidDataException($"catalogue.json: {list} has a code twice.");
    }

    private sealed record CatalogueFile(
        IReadOnlyList<MatterGroup> MatterTypes, IReadOnlyList<Choice> Regions, IReadOnlyList<Choice> MaritalStatuses,
        IReadOnlyList<Choice> Risks, IReadOnlyList<Choice> Outcomes);
}

/// <summary>A first-level matter type (类别). <paramref name="Matter"/>: false for calls that are no matter.</summary>
public sealed record MatterGroup(string Code, string Zh, string En, bool Matter, IReadOnlyList<Choice> Children);

public sealed record Choice(string Code, string Zh, string En);
