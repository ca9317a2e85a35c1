namespace Hotline.Bench.Running;

/// <summary>A folder of this run only; nothing of it is left.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hotline-bench-").FullName;

    public string Sub(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        // Package caches hold files without write permission; on Linux that does not keep their folder's owner from removing them.
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
