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
            // Beside the lock, not in it: the runtime locks a file for reading too.
            File.WriteAllText(HolderPath(dataFolder), $"{Environment.ProcessId}\n");
            return new InstanceLock(file);
        }
        catch (IOException)
        {
            throw new CannotStartException(
                $"another development host{Holder(dataFolder)} works on {dataFolder}: stop it, or choose another folder with HOTLINE_DATA (and other ports, see --help)");
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string dataFolder) =>
        File.Exists(HolderPath(dataFolder)) ? $" (process {File.ReadAllText(HolderPath(dataFolder)).Trim()})" : "";

    private static string HolderPath(string dataFolder) => Path.Combine(dataFolder, "devhost.pid");
}
