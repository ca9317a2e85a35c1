using System.Security.Cryptography;
using System.Text.Json;

namespace Hotline.DevHost.Settings;

/// <summary>Made at the first start and kept in the data folder for its owner only: what signs the simulator's requests, what opens the private Redis.</summary>
internal sealed record Secrets(string TwilioAuthToken, string RedisPassword)
{
    /// <summary>The simulated account. Not a secret: it names nobody's.</summary>
    public const string TwilioAccountSid = "AC00000000000000000000000000012338";

    public static Secrets LoadOrMake(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "secrets.json");
        if (!File.Exists(path))
            OwnerOnly.Write(path, JsonSerializer.Serialize(new Secrets(NewSecret(), NewSecret())));
        try
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllText(path)) is { TwilioAuthToken.Length: > 0, RedisPassword.Length: > 0 } secrets
                ? secrets
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CannotStartException($"{path} cannot be read; delete it and new ones are made");
        }
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
