using Hotline.Simulator.Calls;
using Hotline.Simulator.Phones;
using Hotline.Simulator.Settings;
using Hotline.Simulator.Twiml;

namespace Hotline.Simulator.Rest;

internal static class CallsApi
{
    private const int MostInlineTwiml = 4_000;
    private static readonly HashSet<string> OnlyCompleted = ["completed"];

    public static void Map(RouteGroupBuilder account)
    {
        account.MapPost("/Calls.json", Create);
        account.MapGet("/Calls.json", List);
        account.MapGet("/Calls/{sid}.json", Get);
        account.MapPost("/Calls/{sid}.json", Update);
    }

    private static IResult Create(RestForm form, SimulatorSettings settings, Switchboard switchboard, OutboundCalls outbound)
    {
        var to = form.Address("To", 21201, 21211);
        var from = form.Required("From", 21213);
        var source = Source(form);
        if (source is null)
            form.Fail(21205, "Url parameter is required: one of Url and Twiml");
        var timeout = TimeSpan.FromSeconds(form.Int("Timeout", 60, 1, 600));
        var (fallback, fallbackMethod) = (form.Url("FallbackUrl"), form.Method("FallbackMethod", "POST"));
        var callback = Callback(form, spaces: false);
        var detection = Detection(form);
        if (form.Error is { } error)
            return error.ToResult();
        var call = switchboard.Create(CallDirection.OutboundApi, from, to, prepare: c =>
        {
            (c.FallbackUrl, c.FallbackMethod, c.StatusCallback) = (fallback, fallbackMethod, callback);
        });
        var created = Show(switchboard, settings, call);
        outbound.RunDocument(call, source!, timeout, detection);
        return RestJson.Created(created);
    }

    private static IResult List(HttpRequest request, SimulatorSettings settings, Switchboard switchboard)
    {
        string? status = request.Query["Status"], to = request.Query["To"], from = request.Query["From"], parent = request.Query["ParentCallSid"];
        var found = switchboard.Select(
            c => (status is null || c.Status.Word() == status) && (to is null || c.To == to) && (from is null || c.From == from) && (parent is null || c.ParentSid == parent),
            c => CallResource.Of(c, settings.AccountSid), int.MaxValue);
        return RestPage.Of(request, "calls", found);
    }

    private static IResult Get(string sid, HttpRequest request, SimulatorSettings settings, Switchboard switchboard) =>
        switchboard.Find(sid) is { } call ? RestJson.Ok(Show(switchboard, settings, call)) : RestError.NotFound(request.Path).ToResult();

    private static IResult Update(string sid, HttpRequest request, RestForm form, SimulatorSettings settings, Switchboard switchboard)
    {
        if (switchboard.Find(sid) is not { } call)
            return RestError.NotFound(request.Path).ToResult();
        var source = Source(form);
        var (fallback, fallbackMethod) = (form.Url("FallbackUrl"), form.Method("FallbackMethod", "POST"));
        var callback = source is null ? null : Callback(form, spaces: false);
        var status = form.Text("Status");
        if (status is not (null or "completed" or "canceled"))
            form.Fail(21218, "Status must be canceled or completed");
        if (source is null && status is null)
            form.Fail(21205, "one of Url, Twiml and Status is required");
        if (form.Error is { } wrong)
            return wrong.ToResult();
        lock (switchboard.Gate)
        {
            if (Apply(switchboard, call, source, status) is { } error)
                return error.ToResult();
            call.StatusCallback = callback ?? call.StatusCallback;
            if (fallback is not null)
                (call.FallbackUrl, call.FallbackMethod) = (fallback, fallbackMethod);
        }
        return RestJson.Ok(Show(switchboard, settings, call));
    }

    private static RestError? Apply(Switchboard switchboard, Call call, TwimlSource? source, string? status)
    {
        if (!call.IsLive)
            return RestError.NotInProgress;
        switch (status)
        {
            case "canceled" when call.Status == CallStatus.InProgress:
                return RestError.NotInProgress;
            case not null:
                switchboard.End(call, EndReason.EndedByApi);
                return null;
            default:
                return switchboard.Redirect(call, source!) == RedirectOutcome.Accepted ? null : RestError.NotInProgress;
        }
    }

    private static TwimlSource? Source(RestForm form)
    {
        if (form.Url("Url") is { } url)
            return new TwimlSource.Remote(url, form.Method("Method", "POST"));
        if (form.Text("Twiml") is not { Length: > 0 } twiml)
            return null;
        if (twiml.Length > MostInlineTwiml)
            form.Fail(21243, $"Twiml is longer than {MostInlineTwiml} characters");
        return new TwimlSource.Inline(twiml);
    }

    /// <summary>With digits to send there is no detection, as the carrier says.</summary>
    private static MachineDetection? Detection(RestForm form)
    {
        var mode = form.Text("MachineDetection");
        if (mode is not (null or "" or "Enable" or "DetectMessageEnd"))
            form.Fail(20001, "MachineDetection must be Enable or DetectMessageEnd");
        var timeout = form.Int("MachineDetectionTimeout", 30, 3, 59);
        var silence = form.Int("MachineDetectionSilenceTimeout", 5_000, 2_000, 10_000);
        return string.IsNullOrEmpty(mode) || form.Has("SendDigits")
            ? null
            : new MachineDetection(mode == "DetectMessageEnd", TimeSpan.FromSeconds(timeout), TimeSpan.FromMilliseconds(silence));
    }

    public static StatusCallback? Callback(RestForm form, bool spaces)
    {
        var url = form.Url("StatusCallback", 21609);
        var events = form.Words("StatusCallbackEvent", StatusCallback.Events, OnlyCompleted, spaces);
        return url is null ? null : new StatusCallback(url, form.Method("StatusCallbackMethod", "POST"), events);
    }

    private static CallResource Show(Switchboard switchboard, SimulatorSettings settings, Call call)
    {
        lock (switchboard.Gate)
            return CallResource.Of(call, settings.AccountSid);
    }
}
