using Hotline.Simulator.Calls;
using Hotline.Simulator.Settings;

namespace Hotline.Simulator.Rest;

internal sealed record MessageResource(
    string Sid, string AccountSid, string From, string To, string Body, string Status, string Direction, string NumSegments, int? ErrorCode, string DateCreated, string Uri);

internal static class MessagesApi
{
    private const int MostCharacters = 1_600;

    public static void Map(RouteGroupBuilder account)
    {
        account.MapPost("/Messages.json", Create);
        account.MapGet("/Messages.json", List);
    }

    private static IResult Create(RestForm form, SimulatorSettings settings, MessageBook messages)
    {
        var to = form.Address("To", 21604, 21211);
        var from = form.Text("From") ?? form.Text("MessagingServiceSid") ?? "";
        if (from.Length == 0)
            form.Fail(21603, "one of From and MessagingServiceSid is required");
        var body = form.Required("Body", 21602);
        if (body.Length > MostCharacters)
            form.Fail(21617, $"Body is longer than {MostCharacters} characters");
        var callback = form.Url("StatusCallback", 21609);
        if (form.Error is { } error)
            return error.ToResult();
        var message = messages.Send(from, to, body, callback);
        return RestJson.Created(Show(message, settings, "queued"));
    }

    private static IResult List(HttpRequest request, SimulatorSettings settings, MessageBook messages)
    {
        string? to = request.Query["To"], from = request.Query["From"];
        return RestPage.Of(request, "messages",
            [.. messages.All.Where(m => (to is null || m.To == to) && (from is null || m.From == from)).Select(m => Show(m, settings, "delivered"))]);
    }

    private static MessageResource Show(TextMessage message, SimulatorSettings settings, string status) => new(
        message.Sid, settings.AccountSid, message.From, message.To, message.Body, status, "outbound-api", "1", null,
        CarrierTime.Of(message.At), $"/2010-04-01/Accounts/{settings.AccountSid}/Messages/{message.Sid}.json");
}
