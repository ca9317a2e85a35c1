using System.Data;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Hotline.Core.Storage;

/// <summary>
/// Values for <c>IN (@values)</c>. SQL Server gets each as a parameter of its own type. SQLite gets all of them as one JSON array: it looks through its
/// list of names for every parameter that is bound, which of five hundred cost more than the rows did, and the statement stays the same for any number.
/// </summary>
internal abstract class InList<T>(IReadOnlyCollection<T> values) : SqlMapper.ICustomQueryParameter
{
    public void AddParameter(IDbCommand command, string name)
    {
        var place = $@"@{Regex.Escape(name)}\b";
        if (command is SqliteCommand)
        {
            var all = Parameter(command, name);
            all.DbType = DbType.String;
            all.Value = JsonSerializer.Serialize(values.Select(Text));
            command.CommandText = Regex.Replace(command.CommandText, place, $"SELECT value FROM json_each(@{name})");
            return;
        }
        var names = new List<string>(values.Count);
        foreach (var value in values)
        {
            var parameter = Parameter(command, name + names.Count.ToString(CultureInfo.InvariantCulture));
            Set(parameter, value);
            names.Add("@" + parameter.ParameterName);
        }
        command.CommandText = Regex.Replace(command.CommandText, place, names.Count > 0 ? string.Join(", ", names) : "NULL");
    }

    /// <summary>As SQLite keeps it.</summary>
    protected abstract string Text(T value);

    protected abstract void Set(IDbDataParameter parameter, T value);

    private static IDbDataParameter Parameter(IDbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}

/// <summary>Ids: Dapper's type handlers do not reach into lists. At most <see cref="Most"/> at once.</summary>
internal sealed class IdList(IReadOnlyCollection<Guid> ids) : InList<Guid>(ids)
{
    /// <summary>SQL Server takes 2,100 parameters.</summary>
    public const int Most = 500;

    protected override string Text(Guid value) => TypeHandlers.TextOf(value);

    protected override void Set(IDbDataParameter parameter, Guid value) => TypeHandlers.SetId(parameter, value);
}

/// <summary>Texts, each as <see cref="TypeHandlers.SetText"/> writes it. At most 1,000 at once.</summary>
internal sealed class TextList(IReadOnlyCollection<string> texts) : InList<string>(texts)
{
    protected override string Text(string value) => value;

    protected override void Set(IDbDataParameter parameter, string value) => TypeHandlers.SetText(parameter, value);
}
