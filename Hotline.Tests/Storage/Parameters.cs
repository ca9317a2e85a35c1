using System.Data;
using System.Data.Common;
using Dapper;
using Hotline.Core.Calls;
using Hotline.Core.Staff;
using Hotline.Core.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>What SQL Server is told of our values, seen without a server.</summary>
[TestFixture]
public sealed class Parameters
{
    private static readonly Database Nowhere = new(Options.Create(new StorageOptions { Provider = "SqlServer", ConnectionString = "Server=127.0.0.1,1;Database=hotline;User Id=u;Password=p" }));

    private static SqlParameter Given<T>(T value)
    {
        Assert.That(Nowhere.Provider, Is.EqualTo(StorageProvider.SqlServer), "our types are made known by the first database");
        using var command = new Recorded();
        command.Connection!.Execute("SELECT @value", new { value });
        return command.Seen.Single();
    }

    [Test]
    public void Ids_and_times_have_their_types_also_when_absent()
    {
        var id = Guid.Parse("0197c0de000070008000000000000001");
        var fine = new DateTimeOffset(2026, 1, 2, 11, 4, 5, 678, TimeSpan.FromHours(8)).AddTicks(9999);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of(Given(new CallId(id))), Is.EqualTo((SqlDbType.UniqueIdentifier, (object)id)));
            Assert.That(Of(Given<StaffId?>(new StaffId(id))), Is.EqualTo((SqlDbType.UniqueIdentifier, (object)id)));
            Assert.That(Of(Given<StaffId?>(null)), Is.EqualTo((SqlDbType.UniqueIdentifier, (object)DBNull.Value)));
            Assert.That(Of(Given<Guid?>(null)), Is.EqualTo((SqlDbType.UniqueIdentifier, (object)DBNull.Value)));
            Assert.That(Of(Given(fine)), Is.EqualTo((SqlDbType.DateTime2, (object)new DateTime(2026, 1, 2, 3, 4, 5, 678))));
            Assert.That(Given(fine).Scale, Is.EqualTo(3));
            Assert.That(Of(Given<DateTimeOffset?>(null)), Is.EqualTo((SqlDbType.DateTime2, (object)DBNull.Value)));
            Assert.That(Of(Given<byte[]?>(null)), Is.EqualTo((SqlDbType.VarBinary, (object)DBNull.Value)), "text would not be taken for bytes");
            Assert.That(Of(Given<string?>(null)), Is.EqualTo((SqlDbType.NVarChar, (object)DBNull.Value)));
            Assert.That(Of(Given("x")), Is.EqualTo((SqlDbType.NVarChar, (object)"x")));
            Assert.That(Of(Given(true)), Is.EqualTo((SqlDbType.Bit, (object)true)));
            Assert.That(Of(Given<long?>(null)), Is.EqualTo((SqlDbType.BigInt, (object)DBNull.Value)));
        }

        static (SqlDbType, object) Of(SqlParameter parameter) => (parameter.SqlDbType, parameter.Value);
    }

    [Test]
    public void Each_id_of_a_list_is_a_parameter_of_its_own()
    {
        using var command = new SqlCommand("SELECT 1 FROM staff WHERE staff_id IN (@ids) AND enabled = @idsx");
        new IdList([Guid.Empty, Guid.AllBitsSet]).AddParameter(command, "ids");
        Assert.That(command.CommandText, Is.EqualTo("SELECT 1 FROM staff WHERE staff_id IN (@ids0, @ids1) AND enabled = @idsx"));
        Assert.That(command.Parameters.Cast<SqlParameter>().Select(p => (p.SqlDbType, p.Value)),
            Is.EqualTo(new[] { (SqlDbType.UniqueIdentifier, (object)Guid.Empty), (SqlDbType.UniqueIdentifier, Guid.AllBitsSet) }));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_told_soon_and_as_a_database_out_of_reach()
    {
        Assert.That(await Nowhere.PingAsync(), Is.False);
        Assert.That(async () => await Nowhere.OpenAsync(), Throws.InstanceOf<DbException>());
    }

    [TestCase("", "5/10")]
    [TestCase(";Connect Timeout=30;Command Timeout=60", "30/60")]
    [TestCase(";Connection Timeout=7", "7/10")]
    public void Waiting_for_SQL_Server_is_bounded_unless_its_connection_string_says_otherwise(string given, string expected)
    {
        var bounded = new SqlConnectionStringBuilder(Database.Bounded(new SqlConnectionStringBuilder("Server=s;Database=d" + given)));
        Assert.That($"{bounded.ConnectTimeout}/{bounded.CommandTimeout}", Is.EqualTo(expected));
    }

    /// <summary>A command that takes its parameters as SQL Server's and is never run.</summary>
    private sealed class Recorded : DbCommand
    {
        private readonly SqlCommand _command = new();

        public Recorded() => DbConnection = new Unopened(this);

        /// <summary>Dapper takes the parameters away again.</summary>
        public List<SqlParameter> Seen { get; } = [];

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText { get => _command.CommandText; set => _command.CommandText = value; }
        public override int CommandTimeout { get; set; }
        public override CommandType CommandType { get; set; }
        public override bool DesignTimeVisible { get; set; }
        public override UpdateRowSource UpdatedRowSource { get; set; }
        protected override DbConnection? DbConnection { get; set; }
        protected override DbParameterCollection DbParameterCollection => _command.Parameters;
        protected override DbTransaction? DbTransaction { get; set; }
        public override void Cancel() { }
        public override void Prepare() { }
        public override int ExecuteNonQuery()
        {
            Seen.AddRange(_command.Parameters.Cast<SqlParameter>());
            return 0;
        }

        public override object ExecuteScalar() => throw new NotSupportedException();
        protected override DbParameter CreateDbParameter() => _command.CreateParameter();
        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();
    }

    private sealed class Unopened(Recorded command) : DbConnection
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string ConnectionString { get; set; } = "";
        public override string Database => "";
        public override string DataSource => "";
        public override string ServerVersion => "";
        public override ConnectionState State => ConnectionState.Open;
        public override void ChangeDatabase(string databaseName) { }
        public override void Close() { }
        public override void Open() { }
        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();
        protected override DbCommand CreateDbCommand() => command;
    }
}
