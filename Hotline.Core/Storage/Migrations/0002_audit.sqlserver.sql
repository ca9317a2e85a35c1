-- Append-only: each row holds the keyed hash of itself and of the row before it.
CREATE TABLE audit (
    seq       bigint           NOT NULL PRIMARY KEY,
    at        datetime2(3)     NOT NULL,
    who       uniqueidentifier NULL,
    what      nvarchar(64)     NOT NULL,
    subject   nvarchar(100)    NULL,
    reason    nvarchar(1000)   NULL,
    prev_hash nvarchar(64)     NOT NULL,
    hash      nvarchar(64)     NOT NULL
);

-- No row has two successors: of two racing appends one is refused and tries again.
CREATE UNIQUE INDEX audit_one_successor ON audit (prev_hash);

-- Who looked at this call, note or person.
CREATE INDEX audit_by_subject ON audit (subject, seq DESC) WHERE subject IS NOT NULL;

EXEC (N'CREATE TRIGGER audit_append_only ON audit INSTEAD OF UPDATE, DELETE AS
BEGIN
    RAISERROR (N''The audit log is append-only.'', 16, 1);
    ROLLBACK TRANSACTION;
END');
