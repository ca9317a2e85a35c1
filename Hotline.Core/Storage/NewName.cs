using System.Runtime.InteropServices;

namespace Hotline.Core.Storage;

/// <summary>
/// Gives a finished file its name, if nobody has given that name before. <c>File.Move</c> without overwriting does not do it: outside Windows it looks
/// whether the name is free and then renames, so of two hosts starting at once the later one replaces keys that the earlier one has begun to seal with.
/// A hard link is refused by the kernel when the name is taken, also between processes and on a shared volume.
/// </summary>
internal static partial class NewName
{
    private const int NameTaken = 17; // EEXIST, the same on Linux and macOS

    /// <summary>False if the name is taken; the file aside is left for the caller to delete either way.</summary>
    /// <exception cref="IOException">The file system has no hard links, is read-only, or the like.</exception>
    public static bool TryGive(string aside, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(aside, path, overwrite: false);
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                return false;
            }
        }
        if (Link(aside, path) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == NameTaken ? false : throw new IOException($"The name could not be given: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
