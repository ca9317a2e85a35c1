using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Rest;

/// <summary>The form fields of a REST request. The first field that is wrong decides the error.</summary>
internal sealed partial class RestForm
{
    private readonly IFormCollection _fields;

    private RestForm(IFormCollection fields) => _fields = fields;

    public RestError? Error { get; private set; }

    public static async ValueTask<RestForm?> BindAsync(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    public bool Has(string name) => _fields.ContainsKey(name);

    public string? Text(string name) => _fields.TryGetValue(name, out var value) ? value[^1] : null;

    public string Required(string name, int code)
    {
        if (Text(name) is { Length: > 0 } value)
            return value;
        Fail(code, $"No '{name}' is specified");
        return "";
    }

    public string Address(string name, int missing, int invalid)
    {
        var value = Required(name, missing);
        if (value.Length > 0 && !AddressForm().IsMatch(value))
            Fail(invalid, $"The '{name}' {value} is no number, sip: or client: address");
        return value;
    }

    public WebhookUrl? Url(string name, int code = 21205)
    {
        if (Text(name) is not { Length: > 0 } text)
            return null;
        if (WebhookUrl.TryParse(text, out var url))
            return url;
        Fail(code, $"{name} is not a valid URL: {text}");
        return null;
    }

    public string Method(string name, string otherwise)
    {
        switch (Text(name)?.ToUpperInvariant())
        {
            case null or "":
                return otherwise;
            case "GET":
                return "GET";
            case "POST":
                return "POST";
            default:
                Fail(21403, $"{name} must be GET or POST");
                return otherwise;
        }
    }

    public bool? Bool(string name)
    {
        switch (Text(name)?.ToLowerInvariant())
        {
            case null or "":
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Fail(20001, $"{name} must be true or false");
                return null;
        }
    }

    public int Int(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { Length: > 0 } text)
            return otherwise;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Fail(20001, $"{name} must be from {least} to {most}");
        return otherwise;
    }

    /// <summary>Repeated values; where the API says so also several in one value, separated by spaces.</summary>
    public IReadOnlySet<string> Words(string name, IReadOnlyCollection<string> allowed, IReadOnlySet<string> otherwise, bool spaces)
    {
        if (!_fields.TryGetValue(name, out var values))
            return otherwise;
        var words = values.SelectMany(v => spaces ? v!.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [v!]).ToHashSet(StringComparer.Ordinal);
        foreach (var word in words.Where(w => !allowed.Contains(w)))
            Fail(21626, $"{name} \"{word}\" is none of {string.Join(", ", allowed)}");
        return words;
    }

    public void Fail(int code, string message) => Error ??= RestError.Bad(code, message);

    [GeneratedRegex(@"^(\+?[0-9]{3,15}|sips?:[^\s@]+@\S+|client:\S+)$")]
    private static partial Regex AddressForm();
}
