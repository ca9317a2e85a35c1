namespace Hotline.Tests.Browser;

/// <summary>The routing policy the browser tests begin with: the region is always open and takes their callers; a centre below it has office hours, and one that is never open takes messages.</summary>
internal static class RoutingExample
{
    private const string Policy = """
        {
          "centres": [
            { "code": "main", "name": "自治区", "parent": null, "hours": "always", "lines": ["12338"], "areas": [] },
            { "code": "hohhot", "name": "呼和浩特", "parent": "main", "hours": "工作时间", "lines": [], "areas": ["0471"] },
            { "code": "tumed", "name": "土默特左旗", "parent": "hohhot", "hours": "工作时间", "lines": [], "areas": [] },
            { "code": "night", "name": "夜间留言", "parent": "main", "hours": "不开放", "messages": true, "lines": ["12339"], "areas": [] }
          ],
          "hours": [
            { "name": "工作时间", "closedOnHolidays": true, "open": [
              { "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:30", "to": "12:00" },
              { "days": ["mon", "tue", "wed", "thu", "fri"], "from": "14:00", "to": "17:30" } ] },
            { "name": "不开放", "open": [] }
          ],
          "holidays": [
            { "date": "2026-10-01", "name": "国庆节", "kind": "holiday" },
            { "date": "2026-10-10", "name": "国庆调休", "kind": "workday" }
          ],
          "skills": [
            { "code": "legal", "name": "法律", "nameEnglish": "Legal" },
            { "code": "psychological", "name": "心理", "nameEnglish": "Psychological" },
            { "code": "crisis", "name": "危机", "nameEnglish": "Crisis" }
          ],
          "lanes": [
            { "centre": "*", "skill": "legal", "level": 1, "headStartSeconds": 0, "steps": [{ "afterSeconds": 120, "to": "parent" }], "closed": [{ "afterSeconds": 0, "to": "parent" }] },
            { "centre": "*", "skill": "psychological", "level": 1, "headStartSeconds": 0, "steps": [{ "afterSeconds": 120, "to": "parent" }], "closed": [{ "afterSeconds": 0, "to": "parent" }] },
            { "centre": "*", "skill": "crisis", "level": 1, "headStartSeconds": 0, "steps": [{ "afterSeconds": 30, "to": "parent" }], "closed": [{ "afterSeconds": 0, "to": "parent" }] },
            { "centre": "hohhot", "skill": "legal", "level": 2, "headStartSeconds": 30,
              "steps": [{ "afterSeconds": 30, "to": "level" }, { "afterSeconds": 60, "to": "skill", "skill": "psychological" }, { "afterSeconds": 120, "to": "parent" }],
              "closed": [{ "afterSeconds": 0, "to": "phones", "phones": "值班电话" }] }
          ],
          "phones": [{ "name": "值班电话", "numbers": ["+8613800001111", "+8613900002222"] }]
        }
        """;

    /// <summary>Gives the path for <c>Routing__PolicyFile</c>.</summary>
    public static string WriteTo(string folder)
    {
        var path = Path.Combine(folder, "policy.json");
        File.WriteAllText(path, Policy);
        return path;
    }
}
