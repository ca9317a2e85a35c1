using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Hotline.Core.Storage;

/// <summary>
/// Ids for <c>IN (@ids)</c>, each a parameter of an id's type: Dapper's type handlers do not reach into lists. At most <see cref="Most"/> at once.
/// </summary>
internal sealed class IdList(IReadOnlyCollection<Guid> ids) : SqlMapper.ICustomQueryParameter
{
    /// <summary>SQL Server takes 2,100 parameters.</summary>
    public const int Most = 500;

    public void AddParameter(IDbCommand command, string name)
    {
        var names = new List<string>(ids.Count);
        foreach (var id in ids)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name + names.Count.ToString(CultureInfo.InvariantCulture);
            TypeHandlers.SetId(parameter, id);
            command.Parameters.Add(parameter);
            names.Add("@" + parameter.ParameterName);
        }
        command.CommandText = Regex.Replace(command.CommandText, $@"@{Regex.Escape(name)}\b", names.Count > 0 ? string.Join(", ", names) : "NULL");
    }
}
