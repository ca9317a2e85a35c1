-- What is written about a person (her safe-contact rules, safety plan, answers) or one call (its crisis card), in versions nobody changes.
-- The subject is the keyed hash of her number, or the call when the number is withheld.
CREATE TABLE care_documents (
    subject     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    call_id     TEXT    NOT NULL,
    body_sealed BLOB    NOT NULL,
    written_at  TEXT    NOT NULL,
    written_by  TEXT    NOT NULL,
    PRIMARY KEY (subject, kind, version)
);

-- Which care a person is given. Rows of closed records stay.
CREATE TABLE risk_records (
    record_id     TEXT    NOT NULL PRIMARY KEY,
    subject       TEXT    NOT NULL,
    open_key      TEXT    NOT NULL,
    number_mask   TEXT    NOT NULL,
    centre        TEXT    NOT NULL,
    call_id       TEXT    NOT NULL,
    level         INTEGER NOT NULL,
    words_sealed  BLOB    NOT NULL,
    revision      INTEGER NOT NULL,
    opened_at     TEXT    NOT NULL,
    opened_by     TEXT    NOT NULL,
    changed_at    TEXT    NOT NULL,
    changed_by    TEXT    NOT NULL,
    closed_at     TEXT    NULL,
    closed_by     TEXT    NULL,
    reason_sealed BLOB    NULL
);

-- One open record of a person: the open one's key is its subject, a closed one's its own id.
CREATE UNIQUE INDEX risk_records_open ON risk_records (open_key);

-- The calls after a risk, as work that is due.
CREATE TABLE follow_ups (
    follow_up_id TEXT NOT NULL PRIMARY KEY,
    record_id    TEXT NOT NULL REFERENCES risk_records (record_id),
    subject      TEXT NOT NULL,
    number_mask  TEXT NOT NULL,
    centre       TEXT NOT NULL,
    call_id      TEXT NOT NULL,
    step         TEXT NOT NULL,
    due_at       TEXT NOT NULL,
    owner_id     TEXT NULL,
    done_at      TEXT NULL,
    done_by      TEXT NULL,
    result       TEXT NULL,
    note_sealed  BLOB NULL,
    claimed_at   TEXT NULL,
    told_at      TEXT NULL
);

-- A person's list of due work, her centre's, and a caller's.
CREATE INDEX follow_ups_by_owner ON follow_ups (owner_id, due_at);
CREATE INDEX follow_ups_by_centre ON follow_ups (centre, due_at);
CREATE INDEX follow_ups_by_subject ON follow_ups (subject, due_at);

-- What is missed and not told yet.
CREATE INDEX follow_ups_untold ON follow_ups (told_at, done_at, due_at);
