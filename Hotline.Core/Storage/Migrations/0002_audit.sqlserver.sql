-- Append-only: each row holds the keyed hash of itself and of the row before it, so that a change is seen. To have it refused as well, take the right
-- from the program's role: DENY UPDATE, DELETE ON audit. (The program needs INSERT and SELECT.)
CREATE TABLE audit (
    seq       bigint           NOT NULL PRIMARY KEY,
    at        datetime2(3)     NOT NULL,
    who       uniqueidentifier NULL,
    what      nvarchar(64)     NOT NULL,
    subject   nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL,
    reason    nvarchar(1000)   NULL,
    prev_hash nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    hash      nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL
);

-- No row has two successors: of two racing appends one is refused and tries again.
CREATE UNIQUE INDEX audit_one_successor ON audit (prev_hash);

-- Who looked at this call, note or person.
CREATE INDEX audit_by_subject ON audit (subject, seq DESC);
