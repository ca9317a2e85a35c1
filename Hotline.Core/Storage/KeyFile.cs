using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Storage;

/// <summary>Where the sealing keys are.</summary>
public sealed class SealingOptions
{
    /// <summary>
    /// <c>Sealing__KeyFile</c>. When absent: <c>hotline/keys.json</c> under <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>, made at first start.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// <c>Sealing__CreateKeyFile</c>: make the configured file when it is missing. Off by default: with a mistyped path, new keys would be made and
    /// nothing old could be read.
    /// </summary>
    public bool CreateKeyFile { get; set; }

    internal static void Read(SealingOptions options, IConfiguration settings)
    {
        options.KeyFile = settings["Sealing:KeyFile"];
        options.CreateKeyFile = string.Equals(settings["Sealing:CreateKeyFile"], "true", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>
/// The key file: <c>{"active":"k1","keys":{"k1":"&lt;32 bytes, base64&gt;","k0":"destroyed"},"index":"&lt;32 bytes, base64&gt;"}</c>.
/// Key ids are 1 to 32 of <c>a–z 0–9 -</c>. The index key finds numbers and chains the audit log; it is never rotated.
/// </summary>
internal sealed partial record KeyFile(string Active, IReadOnlyDictionary<string, byte[]?> Keys, byte[] Index)
{
    private const int KeyLength = 32;
    private const string Destroyed = "destroyed";

    /// <exception cref="OptionsValidationException">Names the setting and the file, never the content.</exception>
    public static KeyFile Load(SealingOptions options, ILogger log)
    {
        var configured = !string.IsNullOrWhiteSpace(options.KeyFile);
        var path = configured ? Path.GetFullPath(options.KeyFile!) : DefaultPath();
        try
        {
            if (!File.Exists(path))
            {
                if (configured && !options.CreateKeyFile) throw Bad(path, "does not exist (set Sealing__CreateKeyFile=true to have it made)");
                if (Create(path)) StorageLog.KeyFileMade(log, path);
            }
            else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            {
                StorageLog.KeyFileOpenToOthers(log, path);
            }
            return Parse(File.ReadAllBytes(path)) ?? throw Bad(path, "is not a key file (JSON with active, keys, index; each key 32 bytes in base64)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad(path, $"cannot be read or made ({e.GetType().Name})");
        }
    }

    /// <summary>
    /// Appears whole or not at all: written aside, then given its name, which fails if another process was first. True if it was us.
    /// Raced by <c>Key_file.Of_many_starting_at_once_one_makes_the_file</c>.
    /// </summary>
    internal static bool Create(string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var stream = new FileStream(aside, options))
            {
                JsonSerializer.Serialize(stream, new
                {
                    active = "k1",
                    keys = new Dictionary<string, string> { ["k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)) },
                    index = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength)),
                });
                stream.Flush(flushToDisk: true);
            }
            return NewName.TryGive(aside, path);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    internal static KeyFile? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var keys = root.GetProperty("keys").EnumerateObject().ToDictionary(
                k => k.Name, k => k.Value.GetString() == Destroyed ? null : k.Value.GetBytesFromBase64());
            var file = new KeyFile(root.GetProperty("active").GetString() ?? "", keys, root.GetProperty("index").GetBytesFromBase64());
            var sound = file.Keys.All(k => IsKeyId(k.Key) && k.Value is null or { Length: KeyLength }) && file.Index.Length == KeyLength
                && file.Keys.GetValueOrDefault(file.Active) is not null;
            return sound ? file : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    internal static bool IsKeyId(string text) => KeyId().IsMatch(text);

    private static string DefaultPath()
    {
        var data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (string.IsNullOrWhiteSpace(data))
            data = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(data, "hotline", "keys.json");
    }

    private static OptionsValidationException Bad(string path, string what) =>
        new(nameof(SealingOptions), typeof(SealingOptions), [$"Sealing__KeyFile: the file {path} {what}."]);

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex KeyId();
}
