namespace Hotline.Tests.Model;

/// <summary>
/// A sequence of volleys; the steps of one volley are raced. Written <c>A arrive c1; B enter c1 legal; A ready o1 | B ready o2</c>.
/// What was printed can be played again: <c>HOTLINE_MODEL_SCRIPT</c>.
/// </summary>
internal sealed record Script(IReadOnlyList<IReadOnlyList<Step>> Volleys)
{
    public int Length => Volleys.Sum(v => v.Count);

    /// <exception cref="FormatException">Names the step and what is allowed.</exception>
    public static Script Parse(string text) => new([.. text
        .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(volley => (IReadOnlyList<Step>)[.. volley.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Step.Parse)])]);

    public override string ToString() => string.Join("; ", Volleys.Select(v => string.Join(" | ", v)));
}
