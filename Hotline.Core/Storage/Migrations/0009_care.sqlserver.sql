-- What is written about a person (her safe-contact rules, safety plan, answers) or one call (its crisis card), in versions nobody changes.
-- The subject is the keyed hash of her number, or the call when the number is withheld.
CREATE TABLE care_documents (
    subject     nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    kind        nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
    version     int              NOT NULL,
    call_id     uniqueidentifier NOT NULL,
    body_sealed varbinary(max)   NOT NULL,
    written_at  datetime2(3)     NOT NULL,
    written_by  uniqueidentifier NOT NULL,
    PRIMARY KEY (subject, kind, version)
);

-- Which care a person is given. Rows of closed records stay.
CREATE TABLE risk_records (
    record_id     uniqueidentifier NOT NULL PRIMARY KEY,
    subject       nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    open_key      nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    number_mask   nvarchar(40)     NOT NULL,
    centre        nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    call_id       uniqueidentifier NOT NULL,
    level         int              NOT NULL,
    words_sealed  varbinary(max)   NOT NULL,
    revision      int              NOT NULL,
    opened_at     datetime2(3)     NOT NULL,
    opened_by     uniqueidentifier NOT NULL,
    changed_at    datetime2(3)     NOT NULL,
    changed_by    uniqueidentifier NOT NULL,
    closed_at     datetime2(3)     NULL,
    closed_by     uniqueidentifier NULL,
    reason_sealed varbinary(max)   NULL
);

-- One open record of a person: the open one's key is its subject, a closed one's its own id.
CREATE UNIQUE INDEX risk_records_open ON risk_records (open_key);

-- The calls after a risk, as work that is due.
CREATE TABLE follow_ups (
    follow_up_id uniqueidentifier NOT NULL PRIMARY KEY,
    record_id    uniqueidentifier NOT NULL REFERENCES risk_records (record_id),
    subject      nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    number_mask  nvarchar(40)     NOT NULL,
    centre       nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    call_id      uniqueidentifier NOT NULL,
    step         nvarchar(20)     NOT NULL,
    due_at       datetime2(3)     NOT NULL,
    owner_id     uniqueidentifier NULL,
    done_at      datetime2(3)     NULL,
    done_by      uniqueidentifier NULL,
    result       nvarchar(20)     NULL,
    note_sealed  varbinary(max)   NULL,
    claimed_at   datetime2(3)     NULL,
    told_at      datetime2(3)     NULL
);

-- A person's list of due work, her centre's, and a caller's.
CREATE INDEX follow_ups_by_owner ON follow_ups (owner_id, due_at);
CREATE INDEX follow_ups_by_centre ON follow_ups (centre, due_at);
CREATE INDEX follow_ups_by_subject ON follow_ups (subject, due_at);

-- What is missed and not told yet.
CREATE INDEX follow_ups_untold ON follow_ups (told_at, done_at, due_at);
