using System.Runtime.InteropServices;

namespace Hotline.DevHost.Settings;

/// <summary>Files and folders nobody else on the machine may read.</summary>
internal static partial class OwnerOnly
{
    /// <summary>Whatever this process and the parts it starts make from now on: database, logs, Redis' file.</summary>
    public static void FromNowOn()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(GroupAndOthers);
    }

    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Whole or not at all: written beside, then moved into place.</summary>
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var beside = $"{path}.new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, options))
            writer.Write(text);
        File.Move(beside, path, overwrite: true);
    }

    private const uint GroupAndOthers = 0b000_111_111;

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Umask(uint mask);
}
