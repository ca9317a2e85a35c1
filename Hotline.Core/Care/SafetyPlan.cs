namespace Hotline.Core.Care;

/// <summary>
/// What she and her counsellor wrote down for the bad hours, in six steps from what she can do alone to what makes her surroundings safe. Read back at
/// the next call; each change is a new version.
/// </summary>
public sealed record SafetyPlan(string WarningSigns, string Coping, string PeopleAndPlaces, string AskForHelp, string Professionals, string Surroundings)
{
    public const int StepMost = 1000;

    public override string ToString() => "safety plan";

    /// <summary>Reads what was typed; errors are by field name. A plan with no step at all is none.</summary>
    public static Dictionary<string, string[]> Read(
        string? warningSigns, string? coping, string? peopleAndPlaces, string? askForHelp, string? professionals, string? surroundings, out SafetyPlan plan)
    {
        Dictionary<string, string[]> errors = [];
        plan = new(Step("warningSigns", warningSigns), Step("coping", coping), Step("peopleAndPlaces", peopleAndPlaces),
            Step("askForHelp", askForHelp), Step("professionals", professionals), Step("surroundings", surroundings));
        if (plan == new SafetyPlan("", "", "", "", "", "")) errors["warningSigns"] = ["A plan has at least one step."];
        return errors;

        string Step(string field, string? given)
        {
            var text = given?.Trim() ?? "";
            if (text.Length > StepMost) errors[field] = [$"At most {StepMost} characters, not {text.Length}."];
            return text;
        }
    }
}
