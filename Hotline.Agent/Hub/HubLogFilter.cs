using Hotline.Agent.Session;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Logs and counts who asked what and how it ended; never the arguments.</summary>
internal sealed class HubLogFilter(AgentMeter meter, ILogger<ConsoleHub> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var staff = SessionCookie.WhoOf(invocationContext.Context.User)?.Id ?? default;
        try
        {
            var answer = await next(invocationContext);
            var outcome = answer is Enum named ? named.ToString() : "answered";
            AgentLog.Asked(log, staff, invocationContext.HubMethodName, outcome);
            meter.Asked(invocationContext.HubMethodName, outcome);
            return answer;
        }
        catch (HubException e)
        {
            meter.Asked(invocationContext.HubMethodName, "degraded");
            AgentLog.AskedInVain(log, staff, invocationContext.HubMethodName, e.Message);
            throw;
        }
        catch (Exception e)
        {
            meter.Asked(invocationContext.HubMethodName, "failed");
            AgentLog.AskFailed(log, e, staff, invocationContext.HubMethodName);
            throw;
        }
    }
}
