using System.Data;

namespace Hotline.Core.Storage;

/// <summary>Ids for <c>IN (@ids)</c>. At most <see cref="Most"/> at once.</summary>
internal sealed class IdList(IReadOnlyCollection<Guid> ids) : ParameterList<Guid>(ids)
{
    /// <summary>SQL Server takes 2,100 parameters.</summary>
    public const int Most = 500;

    protected override void Set(IDbDataParameter parameter, Guid value) => TypeHandlers.SetId(parameter, value);
}
