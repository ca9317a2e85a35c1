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
    private static readonly Lazy<bool> Once = new(() =>
    {
        // Dapper looks at its own type map before it looks at handlers.
        foreach (var type in new[] { typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(Guid), typeof(Guid?) }) SqlMapper.RemoveTypeMap(type);
        SqlMapper.AddTypeHandler(new Time());
        SqlMapper.AddTypeHandler(new Id<Guid>(id => id, id => id));
        SqlMapper.AddTypeHandler(new Id<CallId>(id => id.Value, id => new CallId(id)));
        SqlMapper.AddTypeHandler(new Id<StaffId>(id => id.Value, id => new StaffId(id)));
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        return true;
    });

    /// <summary>Dapper's handlers are process-wide; registering is done once, by the first <see cref="Database"/>.</summary>
    public static void Register() => _ = Once.Value;

    private sealed class Time : SqlMapper.TypeHandler<DateTimeOffset>
    {
        private const string Form = "yyyy-MM-dd HH:mm:ss.fff";

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            var utc = value.UtcDateTime;
            utc = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = utc.ToString(Form, CultureInfo.InvariantCulture);
            }
            else
            {
                parameter.DbType = DbType.DateTime2;
                parameter.Value = utc;
            }
        }

        public override DateTimeOffset Parse(object value) => value switch
        {
            string text => new DateTimeOffset(DateTime.ParseExact(text, Form, CultureInfo.InvariantCulture), TimeSpan.Zero),
            DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
            _ => throw new InvalidCastException($"A time column gave {value.GetType()}."),
        };
    }

    private sealed class Id<T>(Func<T, Guid> toGuid, Func<Guid, T> fromGuid) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            var id = toGuid(value!);
            if (parameter is SqliteParameter)
            {
                parameter.DbType = DbType.String;
                parameter.Value = id.ToString("N", CultureInfo.InvariantCulture);
            }
            else
            {
                parameter.DbType = DbType.Guid;
                parameter.Value = id;
            }
        }

        public override T Parse(object value) => value switch
        {
            string text => fromGuid(Guid.ParseExact(text, "N")),
            Guid id => fromGuid(id),
            _ => throw new InvalidCastException($"An id column gave {value.GetType()}."),
        };
    }
}
