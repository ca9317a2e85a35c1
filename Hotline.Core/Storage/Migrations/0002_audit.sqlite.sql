-- Append-only: each row holds the keyed hash of itself and of the row before it.
CREATE TABLE audit (
    seq       INTEGER NOT NULL PRIMARY KEY,
    at        TEXT    NOT NULL,
    who       TEXT    NULL,
    what      TEXT    NOT NULL,
    subject   TEXT    NULL,
    reason    TEXT    NULL,
    prev_hash TEXT    NOT NULL,
    hash      TEXT    NOT NULL
);

-- No row has two successors: of two racing appends one is refused and tries again.
CREATE UNIQUE INDEX audit_one_successor ON audit (prev_hash);

-- Who looked at this call, note or person.
CREATE INDEX audit_by_subject ON audit (subject, seq DESC);

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
