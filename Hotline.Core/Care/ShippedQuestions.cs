using Hotline.Core.Routing.Policy;

namespace Hotline.Core.Care;

/// <summary>The questions a new installation begins with (<c>risk-questions.json</c>): what crisis practice asks, and what it calls imminent.</summary>
public static class ShippedQuestions
{
    public static RiskQuestions Read()
    {
        using var stream = typeof(ShippedQuestions).Assembly.GetManifestResourceStream("Hotline.Core.Care.risk-questions.json")
            ?? throw new InvalidOperationException("risk-questions.json is not embedded.");
        using var reader = new StreamReader(stream);
        return PolicyJson.Read<RiskQuestions>(reader.ReadToEnd());
    }
}
