using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Hotline.Core.Storage;

/// <summary>Values for <c>IN (@values)</c>, each a parameter of its own: Dapper's type handlers do not reach into lists.</summary>
internal abstract class ParameterList<T>(IReadOnlyCollection<T> values) : SqlMapper.ICustomQueryParameter
{
    protected abstract void Set(IDbDataParameter parameter, T value);

    public void AddParameter(IDbCommand command, string name)
    {
        var names = new List<string>(values.Count);
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name + names.Count.ToString(CultureInfo.InvariantCulture);
            Set(parameter, value);
            command.Parameters.Add(parameter);
            names.Add("@" + parameter.ParameterName);
        }
        command.CommandText = Regex.Replace(command.CommandText, $@"@{Regex.Escape(name)}\b", names.Count > 0 ? string.Join(", ", names) : "NULL");
    }
}
