namespace Hotline.Api.Voice;

internal static class VoiceSetup
{
    /// <summary>The voice endpoints' parts. Needs routing and the telephony adapter. Setting: <c>Voice__PromptsPath</c>.</summary>
    public static IServiceCollection AddVoice(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => Prompts.Load(settings["Voice:PromptsPath"] is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, "Voice", "prompts.json")));
        services.AddSingleton<VoiceDocuments>();
        services.AddSingleton<Caller>();
        services.AddSingleton<OperatorLeg>();
        services.AddSingleton<CallBackLeg>();
        services.AddSingleton<Callbacks>();
        return services;
    }
}
