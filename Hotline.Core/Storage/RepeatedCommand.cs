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

    public RepeatedCommand With(string name, string? text) => Set(name, text, TypeHandlers.SetText);

    public RepeatedCommand With(string name, DateTimeOffset? time) => Set(name, time, TypeHandlers.SetTime);

    public RepeatedCommand With(string name, CallId? call) => Set(name, call?.Value, TypeHandlers.SetId);

    public RepeatedCommand With(string name, StaffId? staff) => Set(name, staff?.Value, TypeHandlers.SetId);

    public RepeatedCommand With(string name, byte[]? bytes) => Set(name, bytes, TypeHandlers.SetBytes);

    public RepeatedCommand With(string name, long? number) => Set(name, number, TypeHandlers.SetNumber);

    /// <summary>Gives how many rows it changed.</summary>
    public Task<int> RunAsync(CancellationToken stop) => _command.ExecuteNonQueryAsync(stop);

    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private RepeatedCommand Set<T>(string name, T value, Action<DbParameter, T> set)
    {
        if (!_parameters.TryGetValue(name, out var parameter))
        {
            parameter = _command.CreateParameter();
            parameter.ParameterName = "@" + name; // As it stands in the statement: SQLite would otherwise try what it might begin with, each time.
            _command.Parameters.Add(_parameters[name] = parameter);
        }
        set(parameter, value);
        return this;
    }
}
