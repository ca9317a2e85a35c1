namespace Hotline.Core.Cases;

/// <summary>A note's fields, as far as they are filled in. Codes are those of the <see cref="Catalogue"/>.</summary>
public sealed record NoteFields(string? MatterType, string? Region, string? MaritalStatus, Risk? Risk, string Text, string? Outcome)
{
    public const int TextMost = 20_000;

    /// <summary>The text is what somebody told in confidence: it never prints.</summary>
    public override string ToString() => $"note of {Text.Length} characters";
}

/// <summary>What a note may hold. Each refusal names its field and what is allowed; a refused note changes nothing that is kept.</summary>
public static class NoteRules
{
    /// <summary>Reads what was typed. Errors are by wire field name; <paramref name="fields"/> is whole only when there are none.</summary>
    public static Dictionary<string, string[]> Read(
        Catalogue catalogue, string? matterType, string? region, string? maritalStatus, string? risk, string? text, string? outcome, out NoteFields fields)
    {
        Dictionary<string, string[]> errors = [];
        CheckCode("matterType", matterType, catalogue.MatterTypeCodes);
        CheckCode("region", region, catalogue.RegionCodes);
        CheckCode("maritalStatus", maritalStatus, catalogue.MaritalStatusCodes);
        CheckCode("outcome", outcome, catalogue.OutcomeCodes);
        Risk? level = null;
        if (Blank(risk) is { } named)
        {
            if (Array.IndexOf(Enum.GetNames<Risk>(), named) >= 0) level = Enum.Parse<Risk>(named);
            else errors["risk"] = [$"One of: {string.Join(", ", Enum.GetNames<Risk>())}."];
        }
        if (text?.Length > NoteFields.TextMost) errors["text"] = [$"At most {NoteFields.TextMost} characters, not {text.Length}."];
        fields = new NoteFields(Blank(matterType), Blank(region), Blank(maritalStatus), level, text ?? "", Blank(outcome));
        return errors;

        void CheckCode(string field, string? code, IReadOnlyCollection<string> allowed)
        {
            if (Blank(code) is { } given && !allowed.Contains(given)) errors[field] = [$"One of: {string.Join(", ", allowed)}."];
        }
    }

    /// <summary>What signing needs: what the call was about, that risk was thought of, and how it ended.</summary>
    public static Dictionary<string, string[]> CheckForSigning(Catalogue catalogue, NoteFields fields)
    {
        Dictionary<string, string[]> errors = [];
        if (fields.MatterType is null) errors["matterType"] = [$"Needed to sign. One of: {string.Join(", ", catalogue.MatterTypeCodes)}."];
        if (fields.Risk is null) errors["risk"] = [$"Needed to sign. One of: {string.Join(", ", Enum.GetNames<Risk>())}."];
        if (fields.Outcome is null) errors["outcome"] = [$"Needed to sign. One of: {string.Join(", ", catalogue.OutcomeCodes)}."];
        return errors;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
