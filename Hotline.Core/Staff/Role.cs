using System.Text.Json.Serialization;

namespace Hotline.Core.Staff;

/// <summary>What a member of staff is here for; one person may hold several. The names are the wire and SQL spelling.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
public enum Role
{
    /// <summary>接线员: answers calls.</summary>
    Operator,

    /// <summary>咨询师: answers the calls of her skill, and crises.</summary>
    Counsellor,

    /// <summary>值班长: sees the live queues of her centre and reads its calls and notes.</summary>
    Supervisor,

    /// <summary>负责人: as a supervisor, beyond one shift.</summary>
    Manager,

    /// <summary>管理员: people and settings; no calls, no notes.</summary>
    Administrator,

    /// <summary>审计员: reads the audit log, and nothing else.</summary>
    Auditor,
}
