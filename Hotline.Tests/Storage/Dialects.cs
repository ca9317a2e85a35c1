using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Core.Storage;
using Hotline.Tests.Architecture;
using NUnit.Framework;

namespace Hotline.Tests.Storage;

/// <summary>
/// What can be known of the SQL Server dialect without a server: both schemas are the same, its keys are short enough, and no statement that runs there
/// holds a construct of the other dialect or one that only some servers of this protocol know.
/// </summary>
[TestFixture]
public sealed class Dialects
{
    private const int MostBytesOfPrimaryKey = 900, MostBytesOfIndex = 1700;

    [Test]
    public void Both_schemas_are_the_same()
    {
        var (sqlite, sqlServer) = (Schema.Of(Migration.All().Select(m => m.Sqlite)), Schema.Of(Migration.All().Select(m => m.SqlServer)));
        Assert.That(sqlServer.Columns, Has.Count.GreaterThan(70));
        Assert.That(sqlServer.Indexes, Has.Count.GreaterThan(15));
        Assert.That(Differences(sqlite, sqlServer), Is.Empty);
    }

    [TestCase("detail      nvarchar(max)    NOT NULL", "detail      nvarchar(max)    NULL", TestName = "A_difference_is_seen(nullability)")]
    [TestCase("    kind        nvarchar(64)", "    sort        nvarchar(64)", TestName = "A_difference_is_seen(column)")]
    [TestCase("wait_ms          bigint ", "wait_ms          nvarchar(20) ", TestName = "A_difference_is_seen(type)")]
    [TestCase("CREATE TABLE cookie_keys", "CREATE TABLE cookies", TestName = "A_difference_is_seen(table)")]
    [TestCase("CREATE UNIQUE INDEX call_events_by_fact", "CREATE INDEX call_events_by_fact", TestName = "A_difference_is_seen(uniqueness)")]
    [TestCase("ON call_events (call_id, occurred_at)", "ON call_events (occurred_at, call_id)", TestName = "A_difference_is_seen(index)")]
    [TestCase("PRIMARY KEY (call_id, version)", "PRIMARY KEY (version, call_id)", TestName = "A_difference_is_seen(primary key)")]
    public void A_difference_is_seen(string ours, string other)
    {
        var text = string.Join('\n', Migration.All().Select(m => m.SqlServer));
        Assert.That(text, Does.Contain(ours));
        Assert.That(Differences(Schema.Of(Migration.All().Select(m => m.Sqlite)), Schema.Of([text.Replace(ours, other, StringComparison.Ordinal)])), Is.Not.Empty);
    }

    [Test]
    public void Keys_are_short_enough_for_SQL_Server_and_unique_ones_are_never_empty()
    {
        var schema = Schema.Of(Migration.All().Select(m => m.SqlServer));
        Assert.That(schema.TooWide(), Is.Empty);
        Assert.That(schema.UniqueOverNull(), Is.Empty, "SQLite lets NULL repeat in a unique index, SQL Server does not");
    }

    [Test]
    public void A_key_too_wide_and_a_unique_index_over_NULL_are_seen()
    {
        var schema = Schema.Of(["""
            CREATE TABLE t (
                a nvarchar(451) NOT NULL PRIMARY KEY,
                b nvarchar(851) NOT NULL,
                c nvarchar(max) NOT NULL,
                d int NULL
            );
            CREATE INDEX t_b ON t (b);
            CREATE INDEX t_c ON t (c);
            CREATE UNIQUE INDEX t_d ON t (d);
            """]);
        Assert.That(schema.TooWide(), Has.Count.EqualTo(3));
        Assert.That(schema.UniqueOverNull(), Has.Count.EqualTo(1));
    }

    [Test]
    public void What_is_compared_as_text_is_compared_by_its_bytes()
    {
        var text = string.Join('\n', Migration.All().Select(m => m.SqlServer));
        var schema = Schema.Of([text]);
        var keyed = schema.Indexes.SelectMany(i => i.Columns.Select(c => $"{i.Table}.{c.Replace(" DESC", "", StringComparison.Ordinal)}")).ToHashSet(StringComparer.Ordinal);
        Assert.That(schema.Columns.Where(c => keyed.Contains($"{c.Table}.{c.Name}") && c.Type.StartsWith("nvarchar", StringComparison.Ordinal) && !c.Binary).Select(c => c.Name), Is.Empty);
    }

    [Test]
    public void Every_statement_for_SQL_Server_is_plain()
    {
        var statements = ForSqlServer(SourceFile.All("Hotline.Core", "*.cs")).ToList();
        Assert.That(statements, Has.Count.GreaterThan(40), "statements found in the sources");
        Assert.That(statements.Concat(Migration.All().Select(m => m.SqlServer)).SelectMany(s => Foreign(s).Select(f => $"{f}: {s}")), Is.Empty);
    }

    [TestCase("MERGE INTO calls USING x ON 1 = 1")]
    [TestCase("CREATE TABLE t (v rowversion NOT NULL)")]
    [TestCase("CREATE TABLE t (v timestamp NOT NULL)")]
    [TestCase("SELECT 1\nGO\nSELECT 2")]
    [TestCase("SELECT seq FROM audit ORDER BY seq LIMIT 5")]
    [TestCase("SELECT skill || lane FROM calls")]
    [TestCase("DELETE FROM staff WHERE enabled = 0 RETURNING staff_id")]
    [TestCase("DELETE FROM staff OUTPUT deleted.staff_id WHERE enabled = 0")]
    [TestCase("EXEC sp_getapplock @Resource = 'x'")]
    [TestCase("CREATE TRIGGER t ON audit INSTEAD OF UPDATE AS SELECT 1")]
    [TestCase("CREATE VIEW v AS SELECT 1")]
    [TestCase("CREATE INDEX i ON calls (skill) WHERE skill IS NOT NULL;")]
    [TestCase("CREATE INDEX i ON calls (skill) INCLUDE (lane);")]
    [TestCase("PRAGMA journal_mode=WAL; SELECT 1")]
    [TestCase("CREATE TABLE t (i INTEGER PRIMARY KEY AUTOINCREMENT)")]
    [TestCase("CREATE TABLE t (i int IDENTITY(1,1))")]
    [TestCase("CREATE TABLE t (x datetime NOT NULL)")]
    [TestCase("CREATE TABLE t (x datetimeoffset(3) NOT NULL)")]
    [TestCase("CREATE TABLE t (x datetime2 NOT NULL)")]
    [TestCase("CREATE TABLE t (x text NOT NULL)")]
    [TestCase("CREATE TABLE t (x ntext NOT NULL)")]
    [TestCase("CREATE TABLE t (x varchar(20) NOT NULL)")]
    [TestCase("CREATE TABLE t (x BLOB NOT NULL)")]
    [TestCase("CREATE TABLE IF NOT EXISTS t (x int NOT NULL)")]
    [TestCase("INSERT OR IGNORE INTO t VALUES (1)")]
    [TestCase("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING")]
    [TestCase("SELECT TOP (@take) seq FROM audit")]
    [TestCase("SELECT seq FROM audit WITH (UPDLOCK, HOLDLOCK)")]
    [TestCase("SELECT seq FROM audit OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY")]
    [TestCase("SELECT seq FROM audit WHERE seq IN @ids")]
    [TestCase("SELECT IFNULL(skill, lane) FROM calls")]
    [TestCase("SELECT strftime('%s', arrived_at) FROM calls")]
    [TestCase("UPDATE staff SET enabled = TRUE")]
    [TestCase("SELECT `seq` FROM audit")]
    [TestCase("SELECT \"seq\" FROM audit")]
    public void A_foreign_construct_is_seen(string statement) => Assert.That(Foreign(statement), Is.Not.Empty);

    [Test]
    public void A_statement_in_a_source_is_found_and_one_for_SQLite_only_is_not()
    {
        var source = new SourceFile("x.cs", """"
            using Dapper;
            const string sqlite = "SELECT 1 FROM a LIMIT 1";
            const string sqlServer = $"SELECT 2 FROM a {filter}";
            const string shared = """
                SELECT 3 FROM a
                """;
            await connection.ExecuteAsync("DELETE FROM a");
            throw new InvalidOperationException("No such outcome.");
            """");
        Assert.That(ForSqlServer([source]).Select(s => s.Trim()), Is.EquivalentTo(new[] { "SELECT 2 FROM a {filter}", "SELECT 3 FROM a", "DELETE FROM a" }));
        Assert.That(ForSqlServer([source with { Text = source.Text.Replace("using Dapper;", "", StringComparison.Ordinal) }]), Is.Empty);
    }

    private static List<string> Differences(Schema sqlite, Schema sqlServer)
    {
        var (left, right) = (sqlite.Plain(), sqlServer.Plain());
        return [.. left.Except(right).Select(x => "SQLite only: " + x), .. right.Except(left).Select(x => "SQL Server only: " + x)];
    }

    private static readonly (string Name, Regex Form)[] Refused =
    [
        .. new[]
        {
            "MERGE", "ROWVERSION", "TIMESTAMP", "LIMIT", "RETURNING", "OUTPUT", "SP_GETAPPLOCK", "EXEC", "TRIGGER", "VIEW", "INCLUDE", "PRAGMA", "AUTOINCREMENT", "IDENTITY",
            "DATETIME", "DATETIMEOFFSET", "SMALLDATETIME", "TEXT", "NTEXT", "IMAGE", "BLOB", "INTEGER", "VARCHAR", "TOP", "UPDLOCK", "HOLDLOCK", "NOLOCK", "ROWLOCK", "TABLOCKX",
            "READPAST", "SERIALIZABLE", "IFNULL", "STRFTIME", "TRUE", "FALSE", "RAISE",
        }.Select(word => (word, new Regex($@"(?<![@\w.]){word}(?!\w)", RegexOptions.IgnoreCase))),
        ("GO", new Regex(@"^\s*GO\s*;?\s*$", RegexOptions.IgnoreCase | RegexOptions.Multiline)),
        ("||", new Regex(@"\|\|")),
        ("IF NOT EXISTS", new Regex(@"IF\s+NOT\s+EXISTS", RegexOptions.IgnoreCase)),
        ("INSERT OR", new Regex(@"INSERT\s+OR\b", RegexOptions.IgnoreCase)),
        ("ON CONFLICT", new Regex(@"ON\s+CONFLICT", RegexOptions.IgnoreCase)),
        ("filtered index", new Regex(@"CREATE\s+(UNIQUE\s+)?INDEX[^;]*\bWHERE\b", RegexOptions.IgnoreCase)),
        ("datetime2 without its precision", new Regex(@"\bdatetime2\b(?!\(3\))", RegexOptions.IgnoreCase)),
        ("a list without parentheses", new Regex(@"\bIN\s+@", RegexOptions.IgnoreCase)),
        ("a page without an order", new Regex(@"^(?!.*\bORDER\s+BY\b).*\bFETCH\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)),
        ("another dialect's quotes", new Regex("[`\"]")),
    ];

    private static IEnumerable<string> Foreign(string statement)
    {
        var text = Regex.Replace(statement, "--.*$", "", RegexOptions.Multiline);
        return Refused.Where(r => r.Form.IsMatch(text)).Select(r => r.Name);
    }

    /// <summary>Every string of a file using Dapper that is SQL, without those named for SQLite.</summary>
    private static IEnumerable<string> ForSqlServer(IEnumerable<SourceFile> sources) =>
        from file in sources
        where file.Text.Contains("using Dapper;", StringComparison.Ordinal)
        from literal in Regex.Matches(file.Code, "(?:(?<name>\\w+) = )?\\$?(?:\"\"\"(?<text>.*?)\"\"\"|\"(?<text>(?:[^\"\\\\\n]|\\\\.)*)\")", RegexOptions.Singleline)
        let text = literal.Groups["text"].Value
        where literal.Groups["name"].Value != "sqlite" && !text.StartsWith("PRAGMA", StringComparison.Ordinal)
        where Regex.IsMatch(text, @"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|WHERE)\b")
        select text;

    private sealed record Column(string Table, string Name, string Type, bool Nullable, bool Binary);

    private sealed record Index(string Table, string Name, bool Unique, IReadOnlyList<string> Columns);

    /// <summary>As much of a schema as both dialects say in the same words.</summary>
    private sealed record Schema(IReadOnlyList<Column> Columns, IReadOnlyList<Index> Indexes)
    {
        public static Schema Of(IEnumerable<string> scripts)
        {
            List<Column> columns = [];
            List<Index> indexes = [];
            var text = Regex.Replace(string.Join('\n', scripts), "--.*$", "", RegexOptions.Multiline);
            foreach (Match table in Regex.Matches(text, @"CREATE TABLE (\w+) \(\n(.*?)\n\s*\);", RegexOptions.Singleline))
            {
                var name = table.Groups[1].Value;
                foreach (var line in Regex.Split(table.Groups[2].Value, @",\s*\n").Select(l => l.Trim()))
                {
                    if (Regex.Match(line, @"^PRIMARY KEY \((.*)\)$") is { Success: true } key)
                    {
                        indexes.Add(new Index(name, "PRIMARY KEY", true, [.. key.Groups[1].Value.Split(", ")]));
                        continue;
                    }
                    var column = Regex.Match(line, @"^(?<name>\w+)\s+(?<type>\w+(?:\(\w+\))?)(?<binary> COLLATE Latin1_General_100_BIN2)?\s+(?<not>NOT )?NULL(?<key> PRIMARY KEY)?(?<references> REFERENCES .*)?$");
                    if (!column.Success) throw new FormatException($"Not understood in {name}: {line}");
                    columns.Add(new Column(name, column.Groups["name"].Value, column.Groups["type"].Value, !column.Groups["not"].Success, column.Groups["binary"].Success));
                    if (column.Groups["key"].Success) indexes.Add(new Index(name, "PRIMARY KEY", true, [column.Groups["name"].Value]));
                    if (column.Groups["references"].Success) indexes.Add(new Index(name, column.Groups["references"].Value.Trim(), false, [column.Groups["name"].Value]));
                }
            }
            foreach (Match index in Regex.Matches(text, @"CREATE (UNIQUE )?INDEX (\w+) ON (\w+) \(([^)]*)\)"))
                indexes.Add(new Index(index.Groups[3].Value, index.Groups[2].Value, index.Groups[1].Success, [.. index.Groups[4].Value.Split(", ")]));
            return new Schema(columns, indexes);
        }

        public IEnumerable<string> Plain() =>
        [
            .. Columns.Select(c => $"{c.Table}.{c.Name} {Kind(c.Type)} {(c.Nullable ? "NULL" : "NOT NULL")}"),
            .. Indexes.Select(i => $"{i.Table} {i.Name} {(i.Unique ? "UNIQUE " : "")}({string.Join(", ", i.Columns)})"),
        ];

        public List<string> TooWide() =>
            [.. Indexes.Where(i => i.Columns.Sum(c => Bytes(Find(i, c))) > (i.Name == "PRIMARY KEY" ? MostBytesOfPrimaryKey : MostBytesOfIndex)).Select(i => $"{i.Table} {i.Name}")];

        public List<string> UniqueOverNull() => [.. Indexes.Where(i => i.Unique && i.Columns.Any(c => Find(i, c).Nullable)).Select(i => $"{i.Table} {i.Name}")];

        private Column Find(Index index, string column) =>
            Columns.Single(c => c.Table == index.Table && c.Name == column.Replace(" DESC", "", StringComparison.Ordinal));

        private static int Bytes(Column column) => column.Type switch
        {
            "uniqueidentifier" => 16,
            "nvarchar(max)" or "varbinary(max)" => int.MaxValue / 8,
            _ when Regex.Match(column.Type, @"^nvarchar\((\d+)\)$") is { Success: true } text => 2 * int.Parse(text.Groups[1].Value, CultureInfo.InvariantCulture),
            _ => 8,
        };

        private static string Kind(string type) => type switch
        {
            "TEXT" or "uniqueidentifier" or "datetime2(3)" => "text",
            "INTEGER" or "int" or "bigint" or "bit" => "number",
            "BLOB" or "varbinary(max)" => "bytes",
            _ when type.StartsWith("nvarchar(", StringComparison.Ordinal) => "text",
            _ => throw new FormatException($"No such type: {type}."),
        };
    }
}
