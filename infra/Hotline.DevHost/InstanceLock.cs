namespace Hotline.DevHost;

/// <summary>
/// One development host per data folder. The runtime takes <c>flock</c> on the open file (a sharing lock on Windows), so the operating system
/// releases it however this process ends; a lock file that merely exists means nothing.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    public static InstanceLock Take(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
            file.Flush();
            return new InstanceLock(file);
        }
        catch (IOException)
        {
            throw new CannotStartException(
                $"another development host{Holder(path)} works on {dataFolder}: stop it, or choose another folder with HOTLINE_DATA (and other ports, see --help)");
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadLine() is { Length: > 0 } id ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
