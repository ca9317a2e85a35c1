using Hotline.Simulator.Calls;
using Hotline.Simulator.Conferences;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

internal static class ConferencesApi
{
    public static void Map(RouteGroupBuilder account)
    {
        account.MapGet("/Conferences.json", List);
        account.MapGet("/Conferences/{sid}.json", Get);
        account.MapPost("/Conferences/{sid}.json", Update);
    }

    private static IResult List(HttpRequest request, SimulatorSettings settings, ConferenceHall hall)
    {
        string? name = request.Query["FriendlyName"], status = request.Query["Status"];
        var found = hall.Select(
            c => (name is null || c.FriendlyName == name) && (status is null || ConferenceResource.Word(c.Status) == status),
            c => ConferenceResource.Of(c, settings.AccountSid));
        return RestPage.Of(request, "conferences", found);
    }

    private static IResult Get(string sid, HttpRequest request, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall) =>
        hall.Find(sid) is { } conference ? Show(switchboard, settings, conference) : RestError.NotFound(request.Path).ToResult();

    private static IResult Update(
        string sid, HttpRequest request, RestForm form, SimulatorSettings settings, Switchboard switchboard, ConferenceHall hall, Announcements announcements)
    {
        if (hall.FindLive(sid) is not { } conference)
            return RestError.NotFound(request.Path).ToResult();
        var status = form.Text("Status");
        if (status is not (null or "completed"))
            form.Fail(20001, "Status must be completed");
        var announce = form.Url("AnnounceUrl");
        var method = form.Method("AnnounceMethod", "POST");
        if (form.Error is { } error)
            return error.ToResult();
        if (status is not null)
            hall.EndByApi(conference);
        else if (announce is not null)
            announcements.ToAll(conference, new Interlude(announce, method, false));
        return Show(switchboard, settings, conference);
    }

    private static IResult Show(Switchboard switchboard, SimulatorSettings settings, Conference conference)
    {
        lock (switchboard.Gate)
            return RestJson.Ok(ConferenceResource.Of(conference, settings.AccountSid));
    }
}
