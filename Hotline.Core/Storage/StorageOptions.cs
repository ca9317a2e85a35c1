using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Hotline.Core.Storage;

/// <summary>Which database holds the record.</summary>
public enum StorageProvider
{
    /// <summary>One file on this machine; every host of the installation runs on it.</summary>
    Sqlite,

    /// <summary>A SQL Server database that the operator has created.</summary>
    SqlServer,
}

/// <summary>
/// Where the record is kept. Both settings are required: <c>Storage__Provider</c> (<c>Sqlite</c> or <c>SqlServer</c>) and
/// <c>ConnectionStrings__Sql</c> (SQLite: <c>Data Source=/path/to/file.db</c>; SQL Server: a usual connection string).
/// </summary>
public sealed class StorageOptions
{
    public string? Provider { get; set; }

    public string? ConnectionString { get; set; }

    internal static void Read(StorageOptions options, IConfiguration settings)
    {
        options.Provider = settings["Storage:Provider"];
        options.ConnectionString = settings.GetConnectionString("Sql");
    }
}

/// <summary>Names the key and what is allowed. A connection string may hold a password, so no message ever repeats one.</summary>
internal sealed class StorageOptionsCheck : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        if (ProviderOf(options.Provider) is not { } provider)
            return ValidateOptionsResult.Fail("Storage__Provider must be 'Sqlite' or 'SqlServer'; it is " +
                (string.IsNullOrWhiteSpace(options.Provider) ? "missing." : "something else."));
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail("ConnectionStrings__Sql is missing; " + Allowed(provider));
        try
        {
            DbConnectionStringBuilder form = provider == StorageProvider.Sqlite
                ? new SqliteConnectionStringBuilder(options.ConnectionString)
                : new SqlConnectionStringBuilder(options.ConnectionString);
            if (form is SqliteConnectionStringBuilder file && (string.IsNullOrWhiteSpace(file.DataSource)
                || file.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || file.Mode is SqliteOpenMode.Memory or SqliteOpenMode.ReadOnly))
                return ValidateOptionsResult.Fail("ConnectionStrings__Sql must name a writable file; " + Allowed(provider));
            if (form is SqlConnectionStringBuilder server && string.IsNullOrWhiteSpace(server.DataSource))
                return ValidateOptionsResult.Fail("ConnectionStrings__Sql names no server; " + Allowed(provider));
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return ValidateOptionsResult.Fail("ConnectionStrings__Sql is malformed; " + Allowed(provider));
        }
    }

    internal static StorageProvider? ProviderOf(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "SQLITE" => StorageProvider.Sqlite,
        "SQLSERVER" => StorageProvider.SqlServer,
        _ => null,
    };

    private static string Allowed(StorageProvider provider) => provider == StorageProvider.Sqlite
        ? "for Sqlite it is 'Data Source=/path/to/file.db'."
        : "for SqlServer it is 'Server=…;Database=…;User Id=…;Password=…' or the like.";
}
