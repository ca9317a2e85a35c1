using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace Hotline.Core.Storage;

/// <summary>Texts for <c>IN (@texts)</c>, each a parameter as <see cref="TypeHandlers.SetText"/> writes it. At most 1,000 at once.</summary>
internal sealed class TextList(IReadOnlyCollection<string> texts) : SqlMapper.ICustomQueryParameter
{
    public void AddParameter(IDbCommand command, string name)
    {
        var names = new List<string>(texts.Count);
        foreach (var text in texts)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name + names.Count.ToString(CultureInfo.InvariantCulture);
            TypeHandlers.SetText(parameter, text);
            command.Parameters.Add(parameter);
            names.Add("@" + parameter.ParameterName);
        }
        command.CommandText = Regex.Replace(command.CommandText, $@"@{Regex.Escape(name)}\b", names.Count > 0 ? string.Join(", ", names) : "NULL");
    }
}
