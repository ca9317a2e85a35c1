using System.Data;
using System.Globalization;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Microsoft.Data.Sqlite;

namespace Hotline.Core.Storage;

/// <summary>
/// How our types are written in a row, for both databases. Times are UTC, offset-free, in milliseconds: SQLite TEXT <c>yyyy-MM-dd HH:mm:ss.fff</c>
/// (whose text order is time order), SQL Server <c>datetime2(3)</c>. Ids: SQLite TEXT of 32 lower-case hex digits, SQL Server <c>uniqueidentifier</c>.
/// </summary>
internal static class TypeHandlers
{
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss.fff";
    private const int ShortText = 4000;

    private static readonly Lazy<bool> Once = new(() =>
    {
        // Dapper looks at its own type map before it looks at handlers.
        foreach (var type in new[] { typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(Guid), typeof(Guid?) }) SqlMapper.RemoveTypeMap(type);
        SqlMapper.AddTypeHandler(typeof(DateTimeOffset), new Time());
        SqlMapper.AddTypeHandler(typeof(Guid), new Id<Guid>(id => id, id => id));
        SqlMapper.AddTypeHandler(typeof(CallId), new Id<CallId>(id => id.Value, id => new CallId(id)));
        SqlMapper.AddTypeHandler(typeof(StaffId), new Id<StaffId>(id => id.Value, id => new StaffId(id)));
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return true;
    });

    /// <summary>Dapper's handlers are process-wide; registering is done once, by the first <see cref="Database"/>.</summary>
    public static void Register() => _ = Once.Value;

    /// <summary>Writes an id, or NULL of an id's type: SQL Server converts text to it, but nobody has to rely on that.</summary>
    public static void SetId(IDbDataParameter parameter, Guid? id)
    {
        var sqlite = parameter is SqliteParameter;
        parameter.DbType = sqlite ? DbType.String : DbType.Guid;
        parameter.Value = id is null ? DBNull.Value : sqlite ? TextOf(id.Value) : id.Value;
    }

    /// <summary>An id as SQLite keeps it.</summary>
    public static string TextOf(Guid id) => id.ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Writes bytes, or NULL of their type.</summary>
    public static void SetBytes(IDbDataParameter parameter, byte[]? bytes)
    {
        parameter.DbType = DbType.Binary;
        parameter.Size = -1;
        parameter.Value = (object?)bytes ?? DBNull.Value;
    }

    /// <summary>Writes a whole number, or NULL of its type.</summary>
    public static void SetNumber(IDbDataParameter parameter, long? number)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = (object?)number ?? DBNull.Value;
    }

    /// <summary>Writes a time, or NULL of a time's type.</summary>
    public static void SetTime(IDbDataParameter parameter, DateTimeOffset? time)
    {
        var sqlite = parameter is SqliteParameter;
        parameter.DbType = sqlite ? DbType.String : DbType.DateTime2;
        if (!sqlite) parameter.Scale = 3;
        if (time is not { UtcDateTime: var utc })
        {
            parameter.Value = DBNull.Value;
            return;
        }
        // Cut, not rounded: the server would round up, and a time must compare equal to what was written of it.
        utc = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
        parameter.Value = sqlite ? utc.ToString(TimeForm, CultureInfo.InvariantCulture) : utc;
    }

    /// <summary>Writes a text as Dapper does: of one length for all short ones, so that a server's plan is made once.</summary>
    public static void SetText(IDbDataParameter parameter, string? text)
    {
        parameter.DbType = DbType.String;
        parameter.Size = text is null || text.Length <= ShortText ? ShortText : -1;
        parameter.Value = (object?)text ?? DBNull.Value;
    }

    private sealed class Time : SqlMapper.ITypeHandler
    {
        public void SetValue(IDbDataParameter parameter, object value) => SetTime(parameter, value as DateTimeOffset?);

        public object Parse(Type destinationType, object value) => value switch
        {
            string text => new DateTimeOffset(DateTime.ParseExact(text, TimeForm, CultureInfo.InvariantCulture), TimeSpan.Zero),
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
            _ => throw new InvalidCastException($"A time column gave {value.GetType()}."),
        };
    }

    private sealed class Id<T>(Func<T, Guid> toGuid, Func<Guid, T> fromGuid) : SqlMapper.ITypeHandler where T : struct
    {
        public void SetValue(IDbDataParameter parameter, object value) => SetId(parameter, value is T id ? toGuid(id) : null);

        public object Parse(Type destinationType, object value) => value switch
        {
            string text => fromGuid(Guid.ParseExact(text, "N")),
            Guid id => fromGuid(id),
            _ => throw new InvalidCastException($"An id column gave {value.GetType()}."),
        };
    }
}
