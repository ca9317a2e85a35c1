using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator.Settings;

internal sealed record SimulatorSettings(
    string AccountSid,
    string AuthToken,
    WebhookUrl VoiceUrl,
    WebhookUrl? FallbackUrl,
    WebhookUrl? StatusUrl,
    Uri? PublicVoiceBase,
    double Speed,
    string HotlineNumber);
