using System.Globalization;

namespace Hotline.Simulator.Rest;

/// <summary>One page of a list, as <c>?Page=</c> and <c>?PageSize=</c> ask for.</summary>
internal static class RestPage
{
    public static IResult Of<T>(HttpRequest request, string name, IReadOnlyList<T> all)
    {
        var size = Number(request, "PageSize", 50, 1, 1_000);
        var page = Number(request, "Page", 0, 0, 1_000_000);
        var start = page * size;
        var rows = all.Skip(start).Take(size).ToList();
        return RestJson.Ok(new Dictionary<string, object?>
        {
            [name] = rows,
            ["page"] = page,
            ["page_size"] = size,
            ["start"] = start,
            ["end"] = start + Math.Max(0, rows.Count - 1),
            ["uri"] = request.Path + request.QueryString,
            ["first_page_uri"] = Uri(request, 0, size),
            ["next_page_uri"] = all.Count > start + size ? Uri(request, page + 1, size) : null,
            ["previous_page_uri"] = page > 0 ? Uri(request, page - 1, size) : null,
        });
    }

    private static int Number(HttpRequest request, string name, int otherwise, int least, int most) =>
        int.TryParse(request.Query[name], CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, least, most) : otherwise;

    private static string Uri(HttpRequest request, int page, int size)
    {
        var filters = request.Query.Where(q => q.Key is not ("Page" or "PageSize"))
            .SelectMany(q => q.Value.Select(v => KeyValuePair.Create<string, string?>(q.Key, v)))
            .Append(new("PageSize", size.ToString(CultureInfo.InvariantCulture)))
            .Append(new("Page", page.ToString(CultureInfo.InvariantCulture)));
        return request.Path + QueryString.Create(filters);
    }
}
