using System.Text.Json.Serialization;
using Hotline.Core.Directory;

namespace Hotline.Core.Crisis;

/// <summary>Who is paged in a step.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LadderLevel>))]
public enum LadderLevel
{
    /// <summary>Whoever is at a desk with the crisis skill, of the centre; when nobody is, of the nearest ancestor where somebody is.</summary>
    Counsellors,

    /// <summary>The centre's supervisors.</summary>
    Supervisors,

    /// <summary>People of the policy, by text and by a telephone call that asks for a 1.</summary>
    OnCall,

    /// <summary>All consoles of the centre that may answer, and all people of the step.</summary>
    Everybody,
}

/// <summary>Who is paged one after the other, round and round until a human acknowledges.</summary>
/// <param name="Steps">Never empty.</param>
public sealed record Ladder(IReadOnlyList<LadderStep> Steps);

/// <param name="Wait">Until the next step; at least a second.</param>
/// <param name="People">For <see cref="LadderLevel.OnCall"/> and <see cref="LadderLevel.Everybody"/>: who is on duty now.</param>
public sealed record LadderStep(LadderLevel Level, TimeSpan Wait, IReadOnlyList<OnCallPerson> People);

/// <param name="Id">1 to 32 lower-case letters, digits or dashes.</param>
public sealed record OnCallPerson(string Id, string Name, PhoneNumber Phone, bool Text, bool Call)
{
    /// <summary>Name and telephone are hers; what is printed is the id.</summary>
    public override string ToString() => Id;
}

/// <summary>The ladder in force. Answers come from memory, as <see cref="Routing.IRoutes"/>'s do.</summary>
public interface ICrisisLadders
{
    Ladder For(string centre, DateTimeOffset now);
}

/// <summary>For whoever has set up no ladder: counsellors, supervisors, everybody, 20 s each. Nobody is on call.</summary>
internal sealed class BuiltInLadder : ICrisisLadders
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    public static Ladder Ladder { get; } = new([
        new LadderStep(LadderLevel.Counsellors, Wait, []), new LadderStep(LadderLevel.Supervisors, Wait, []), new LadderStep(LadderLevel.Everybody, Wait, []),
    ]);

    public Ladder For(string centre, DateTimeOffset now) => Ladder;
}
