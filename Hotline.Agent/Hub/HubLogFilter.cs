using Hotline.Agent.Session;
using Hotline.Core.Staff;
using Microsoft.AspNetCore.SignalR;

namespace Hotline.Agent.Hub;

/// <summary>Logs who asked what and how it ended; never the arguments.</summary>
internal sealed class HubLogFilter(ILogger<ConsoleHub> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var staff = SessionCookie.WhoOf(invocationContext.Context.User)?.Id ?? default;
        try
        {
            var answer = await next(invocationContext);
            AgentLog.Asked(log, staff, invocationContext.HubMethodName, answer is Enum outcome ? outcome.ToString() : "answered");
            return answer;
        }
        catch (HubException e)
        {
            AgentLog.AskedInVain(log, staff, invocationContext.HubMethodName, e.Message);
            throw;
        }
        catch (Exception e)
        {
            AgentLog.AskFailed(log, e, staff, invocationContext.HubMethodName);
            throw;
        }
    }
}
