using System.Text.RegularExpressions;

namespace Hotline.Core.Routing.Policy;

/// <summary>The part of <see cref="PolicyCheck"/> that is about paging: people who can be reached, and ladders of people there are.</summary>
internal static partial class LadderCheck
{
    private const int MostPeople = 200, MostSteps = 12, LeastSeconds = 5, MostSeconds = 600;

    public static void Look(RoutingPolicy policy, FaultList faults)
    {
        PeopleOf(policy, faults);
        LaddersOf(policy, faults);
    }

    private static void PeopleOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> ids = [];
        var (people, hours) = (policy.Crisis.OnCall, PolicyCheck.HoursIn(policy));
        faults.Range("crisis.onCall", people.Count, 0, MostPeople);
        for (var i = 0; i < people.Count; i++)
        {
            var (person, path) = (people[i], $"crisis.onCall[{i}]");
            PolicyCheck.Code(person.Id, PersonForm(), ids, $"{path}.id", faults);
            faults.Text($"{path}.name", person.Name);
            PolicyCheck.Hours(person.Hours, hours, $"{path}.hours", faults);
            if (!person.Text && !person.Call) faults.Add($"{path}.call", PolicyFaultCode.Required);
        }
        PhonesOf(people, faults);
    }

    // One telephone of two people would be rung twice at once, and whoever presses 1 would be either of them.
    private static void PhonesOf(IReadOnlyList<OnCallEntry> people, FaultList faults)
    {
        Dictionary<string, string> phones = [];
        for (var i = 0; i < people.Count; i++)
        {
            var path = $"crisis.onCall[{i}].phone";
            if (people[i].Phone.Length == 0) faults.Add(path, PolicyFaultCode.Required);
            else if (!PolicyCheck.PhoneForm().IsMatch(people[i].Phone)) faults.Add(path, PolicyFaultCode.BadNumber);
            else faults.Once(phones, people[i].Phone, path);
        }
    }

    private static void LaddersOf(RoutingPolicy policy, FaultList faults)
    {
        Dictionary<string, string> seen = [];
        var ladders = policy.Crisis.Ladders;
        HashSet<string> centres = [.. policy.Centres.Select(c => c.Code)], people = [.. policy.Crisis.OnCall.Select(p => p.Id)];
        faults.Range("crisis.ladders", ladders.Count, 0, PolicyCheck.MostCentres + 1);
        for (var i = 0; i < ladders.Count; i++)
        {
            var (ladder, path) = (ladders[i], $"crisis.ladders[{i}]");
            if (ladder.Centre is { Length: 0 }) faults.Add($"{path}.centre", PolicyFaultCode.Required);
            else if (ladder.Centre is { } centre && !centres.Contains(centre)) faults.Add($"{path}.centre", PolicyFaultCode.UnknownCentre, ("was", centre));
            faults.Once(seen, ladder.Centre ?? "", path);
            faults.Count($"{path}.steps", ladder.Steps, MostSteps);
            for (var n = 0; n < ladder.Steps.Count; n++) StepOf(ladder.Steps[n], people, $"{path}.steps[{n}]", faults);
        }
    }

    private static void StepOf(LadderRuleStep step, HashSet<string> people, string path, FaultList faults)
    {
        faults.Range($"{path}.seconds", step.Seconds, LeastSeconds, MostSeconds);
        if (step.Level != StepLevel.OnCall) return;
        Dictionary<string, string> seen = [];
        faults.Count($"{path}.people", step.People, MostPeople);
        for (var i = 0; i < step.People.Count; i++)
        {
            if (!people.Contains(step.People[i])) faults.Add($"{path}.people[{i}]", PolicyFaultCode.UnknownPerson, ("was", step.People[i]));
            else faults.Once(seen, step.People[i], $"{path}.people[{i}]");
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex PersonForm();
}
