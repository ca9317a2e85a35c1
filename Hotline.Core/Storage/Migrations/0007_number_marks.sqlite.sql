-- Whose calls an operator is never offered again. One row for a number and an operator, set anew when it was lifted; what was before is in the audit log.
CREATE TABLE avoidances (
    number_key    TEXT NOT NULL,
    staff_id      TEXT NOT NULL REFERENCES staff (staff_id),
    call_id       TEXT NOT NULL,
    reason_sealed BLOB NOT NULL,
    set_at        TEXT NOT NULL,
    set_by        TEXT NOT NULL,
    lifted_at     TEXT NULL,
    lifted_by     TEXT NULL,
    PRIMARY KEY (number_key, staff_id)
);

-- Numbers whose calls stand further back until a time. One row for a number, as above.
CREATE TABLE blocks (
    number_key    TEXT NOT NULL PRIMARY KEY,
    number_mask   TEXT NOT NULL,
    call_id       TEXT NOT NULL,
    centre        TEXT NOT NULL,
    reason_sealed BLOB NOT NULL,
    set_at        TEXT NOT NULL,
    set_by        TEXT NOT NULL,
    until_at      TEXT NOT NULL,
    lifted_at     TEXT NULL,
    lifted_by     TEXT NULL
);

-- What counts, or was lifted lately: what the live state is held to.
CREATE INDEX avoidances_by_lifting ON avoidances (lifted_at);
CREATE INDEX blocks_by_end ON blocks (until_at);

-- A centre's list.
CREATE INDEX blocks_by_centre ON blocks (centre, until_at);
