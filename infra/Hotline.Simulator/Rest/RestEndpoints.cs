namespace Hotline.Simulator.Rest;

internal static class RestEndpoints
{
    public static void MapRest(this WebApplication app)
    {
        var account = app.MapGroup("/2010-04-01/Accounts/{accountSid}").AddEndpointFilter<RouteGroupBuilder, RestGate>().DisableAntiforgery();
        CallsApi.Map(account);
        ConferencesApi.Map(account);
        ParticipantsApi.Map(account);
        MessagesApi.Map(account);
        RecordingsApi.Map(account);
        StoredMedia.Map(app);
        account.MapFallback((HttpRequest request) => RestError.NotFound(request.Path).ToResult());
    }
}
