using System.Data.Common;
using Hotline.Core.Calls;
using Hotline.Core.Staff;

namespace Hotline.Core.Storage;

/// <summary>One statement that a transaction runs many times, each time with other values: preparing it costs more than running it.</summary>
internal sealed class RepeatedCommand : IAsyncDisposable
{
    private readonly DbCommand _command;
    private readonly Dictionary<string, DbParameter> _parameters = new(StringComparer.Ordinal);

    public RepeatedCommand(DbConnection connection, DbTransaction transaction, string sql)
    {
        _command = connection.CreateCommand();
        (_command.Transaction, _command.CommandText) = (transaction, sql);
    }

    public RepeatedCommand With(string name, string? text) => Set(name, parameter => TypeHandlers.SetText(parameter, text));

    public RepeatedCommand With(string name, DateTimeOffset? time) => Set(name, parameter => TypeHandlers.SetTime(parameter, time));

    public RepeatedCommand With(string name, CallId? call) => Set(name, parameter => TypeHandlers.SetId(parameter, call?.Value));

    public RepeatedCommand With(string name, StaffId? staff) => Set(name, parameter => TypeHandlers.SetId(parameter, staff?.Value));

    public RepeatedCommand With(string name, byte[]? bytes) => Set(name, parameter => TypeHandlers.SetBytes(parameter, bytes));

    public RepeatedCommand With(string name, long? number) => Set(name, parameter => TypeHandlers.SetNumber(parameter, number));

    /// <summary>Gives how many rows it changed.</summary>
    public Task<int> RunAsync(CancellationToken stop) => _command.ExecuteNonQueryAsync(stop);

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private RepeatedCommand Set(string name, Action<DbParameter> set)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name; // As it stands in the statement: SQLite would otherwise try what it might begin with, each time.
            _command.Parameters.Add(_parameters[name] = parameter);
        }
        set(parameter);
        return this;
    }
}
