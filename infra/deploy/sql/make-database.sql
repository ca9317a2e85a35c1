-- Once for each installation, as an administrator of the server (sqlcmd -b -i); safe to run again. The program's hosts make their tables themselves.
-- HOTLINE_SQL_PASSWORD comes from the environment of sqlcmd.
IF DB_ID(N'hotline') IS NULL CREATE DATABASE hotline;
GO
IF SUSER_ID(N'hotline') IS NULL CREATE LOGIN hotline WITH PASSWORD = N'$(HOTLINE_SQL_PASSWORD)';
GO
USE hotline;
IF USER_ID(N'hotline') IS NULL
BEGIN
    CREATE USER hotline FOR LOGIN hotline;
    ALTER ROLE db_owner ADD MEMBER hotline;
END
GO
-- From the second run on there is an audit table: nobody who acts through the program alters it.
IF OBJECT_ID(N'dbo.audit') IS NOT NULL DENY UPDATE, DELETE ON dbo.audit TO hotline;
GO
