using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Storage;

/// <summary>
/// The keys of this installation, read once at start. Rotation: add a key to the file of every host and restart; then make it active and restart.
/// Old values stay readable by their own key. Writing <c>"destroyed"</c> in place of a key erases everything sealed with it.
/// </summary>
public sealed class SealingKeys
{
    private readonly KeyFile _file;
    private readonly byte[] _index;

    public SealingKeys(IOptions<SealingOptions> options, ILogger<SealingKeys> log) : this(KeyFile.Load(options.Value, log)) { }

    internal SealingKeys(KeyFile file)
    {
        _file = file;
        _index = file.Index;
    }

    internal (string Id, byte[] Key) Active => (_file.Active, _file.Keys[_file.Active]!);

    internal byte[]? Find(string keyId) => _file.Keys.GetValueOrDefault(keyId);

    internal bool IsDestroyed(string keyId) => _file.Keys.TryGetValue(keyId, out var key) && key is null;

    /// <summary>A key for one purpose that outlives rotations, derived from the file's index key: for look-ups and for the audit chain.</summary>
    internal byte[] Lasting(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _index, 32, info: Encoding.UTF8.GetBytes(purpose));
}
