namespace Hotline.DevHost.Supervision;

/// <summary>A program to run. <paramref name="Environment"/> comes on top of this process's own, which is passed on whole.</summary>
internal sealed record Command(
    string Program, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment);
