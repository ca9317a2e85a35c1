-- Whose calls an operator is never offered again. One row for a number and an operator, set anew when it was lifted; what was before is in the audit log.
CREATE TABLE avoidances (
    number_key    nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    staff_id      uniqueidentifier NOT NULL REFERENCES staff (staff_id),
    call_id       uniqueidentifier NOT NULL,
    reason_sealed varbinary(max)   NOT NULL,
    set_at        datetime2(3)     NOT NULL,
    set_by        uniqueidentifier NOT NULL,
    lifted_at     datetime2(3)     NULL,
    lifted_by     uniqueidentifier NULL,
    PRIMARY KEY (number_key, staff_id)
);

-- Numbers whose calls stand further back until a time. One row for a number, as above.
CREATE TABLE blocks (
    number_key    nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    number_mask   nvarchar(40)     NOT NULL,
    call_id       uniqueidentifier NOT NULL,
    centre        nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    reason_sealed varbinary(max)   NOT NULL,
    set_at        datetime2(3)     NOT NULL,
    set_by        uniqueidentifier NOT NULL,
    until_at      datetime2(3)     NOT NULL,
    lifted_at     datetime2(3)     NULL,
    lifted_by     uniqueidentifier NULL
);

-- What counts, or was lifted lately: what the live state is held to.
CREATE INDEX avoidances_by_lifting ON avoidances (lifted_at);
CREATE INDEX blocks_by_end ON blocks (until_at);

-- A centre's list.
CREATE INDEX blocks_by_centre ON blocks (centre, until_at);
