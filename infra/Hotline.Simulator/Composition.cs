using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Events;
using Hotline.Simulator.Faults;
using Hotline.Simulator.Judging;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Rest;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Twiml;
using Hotline.Simulator.Twiml.Verbs;
using Hotline.Simulator.Webhooks;

namespace Hotline.Simulator;

internal static class Composition
{
    public static void AddSimulator(this IServiceCollection services, SimulatorSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(TimeProvider.System).AddSingleton<Pace>();
        services.AddSingleton<EventLog>().AddSingleton<Judge>().AddSingleton<FaultPlan>().AddSingleton<HangUpPlan>();
        services.AddSingleton<RequestSignature>().AddSingleton<WebhookClient>().AddSingleton<CallbackOutbox>();
        services.AddSingleton<CallProgress>().AddSingleton<Switchboard>().AddSingleton<CallerDesk>();
        services.AddSingleton<PhoneBook>().AddSingleton<Dialler>().AddSingleton<MachineDetector>();
        services.AddSingleton<ConferenceEvents>().AddSingleton<Hearing>().AddSingleton<ConferenceHall>().AddSingleton<Interludes>().AddSingleton<Announcements>();
        services.AddSingleton<DocumentFetcher>().AddSingleton<SpokenVerbs>().AddSingleton<TwimlRunner>();
        services.AddSingleton<GatherVerb>().AddSingleton<RecordVerb>().AddSingleton<EnqueueVerb>();
        services.AddSingleton<DialVerb>().AddSingleton<DialledConference>().AddSingleton<DialledLegs>();
        services.AddSingleton<OutboundCalls>().AddSingleton<MessageBook>().AddSingleton<RecordingBook>().AddSingleton<StoredMedia>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.AddProblemDetails();
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseDefaultFiles();
        app.UseStaticFiles();
    }
}
