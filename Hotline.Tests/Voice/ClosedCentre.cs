namespace Hotline.Tests.Voice;

/// <summary>A routing policy whose one line is a centre's that is never open and takes messages; its callers wait for those of the region, which is always open.</summary>
internal static class ClosedCentre
{
    private const string Policy = """
        {
          "centres": [
            { "code": "main", "name": "自治区", "hours": "always" },
            { "code": "night", "name": "夜间", "parent": "main", "hours": "closed", "messages": true, "lines": ["LINE"] }
          ],
          "hours": [{ "name": "closed", "open": [] }],
          "skills": [
            { "code": "legal", "name": "法律", "nameEnglish": "Legal" },
            { "code": "psychological", "name": "心理", "nameEnglish": "Psychological" },
            { "code": "crisis", "name": "危机", "nameEnglish": "Crisis" }
          ],
          "lanes": [
            { "centre": "*", "skill": "legal", "closed": [{ "to": "parent" }] },
            { "centre": "*", "skill": "psychological", "closed": [{ "to": "parent" }] },
            { "centre": "*", "skill": "crisis", "closed": [{ "to": "parent" }] }
          ]
        }
        """;

    /// <summary>Gives the path for <c>Routing__PolicyFile</c>.</summary>
    public static string WriteTo(string folder, string line)
    {
        var path = Path.Combine(folder, "closed-centre.json");
        File.WriteAllText(path, Policy.Replace("LINE", line, StringComparison.Ordinal));
        return path;
    }
}
