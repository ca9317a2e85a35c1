using Hotline.Core.Care.Sql;
using Microsoft.Extensions.Options;

namespace Hotline.Api.Voice;

internal static class VoiceSetup
{
    /// <summary>The voice endpoints' parts. Needs routing and the telephony adapter. Settings: <c>Voice__PromptsPath</c>, <c>Voice__QuestionsPath</c>.</summary>
    public static IServiceCollection AddVoice(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => Prompts.Load(settings["Voice:PromptsPath"] is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, "Voice", "prompts.json")));
        services.AddSingleton(_ => QuietQuestions.Load(settings["Voice:QuestionsPath"] is { Length: > 0 } path
            ? path
            : Path.Combine(AppContext.BaseDirectory, "Voice", "questions.json")));
        var fallback = settings.GetSection(FallbackOptions.Section).Get<FallbackOptions>() ?? new FallbackOptions();
        if (fallback.Faults().ToArray() is { Length: > 0 } faults) throw new OptionsValidationException(FallbackOptions.Section, typeof(FallbackOptions), faults);
        services.AddSingleton(fallback);
        services.AddSingleton<FallbackPhones>();
        services.AddSingleton<DutyTelephone>();
        services.AddSingleton<VoiceDocuments>();
        services.AddSingleton<Caller>();
        services.AddSingleton<OperatorLeg>();
        services.AddSingleton<CareDocuments>();
        services.AddSingleton<CallBackMachine>();
        services.AddSingleton<CallBackLeg>();
        services.AddSingleton<PageLeg>();
        services.AddSingleton<JoinerLeg>();
        services.AddSingleton<MessageByKey>();
        services.AddSingleton<Callbacks>();
        return services;
    }
}
