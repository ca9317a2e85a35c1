namespace Hotline.Simulator.Control;

internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app)
    {
        var api = app.MapGroup("/api");
        CallControl.Map(api.MapGroup("/calls"));
        PhoneControl.Map(api.MapGroup("/phones"));
        EventControl.Map(api.MapGroup("/events"));
        FaultControl.Map(api);
        JudgeControl.Map(api);
    }
}
