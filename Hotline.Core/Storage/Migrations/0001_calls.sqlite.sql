-- One row per call: a fold over its events, rewritten whenever one of them arrives.
CREATE TABLE calls (
    call_id          TEXT    NOT NULL PRIMARY KEY,
    number_sealed    BLOB    NULL,
    number_key       TEXT    NULL,
    number_mask      TEXT    NULL,
    line             TEXT    NULL,
    centre           TEXT    NULL,
    skill            TEXT    NULL,
    lane             TEXT    NULL,
    arrived_at       TEXT    NOT NULL,
    first_waiting_at TEXT    NULL,
    offered_count    INTEGER NOT NULL,
    answered_by      TEXT    NULL,
    accepted_at      TEXT    NULL,
    connected_at     TEXT    NULL,
    ended_at         TEXT    NULL,
    wait_ms          INTEGER NULL,
    talk_ms          INTEGER NULL,
    state            TEXT    NOT NULL,
    revision         INTEGER NOT NULL
);

-- Earlier calls of the same number, newest first.
CREATE INDEX calls_by_number ON calls (number_key, arrived_at DESC);

-- Lists and reports of a period.
CREATE INDEX calls_by_arrival ON calls (arrived_at DESC, call_id);

CREATE TABLE call_events (
    event_id    TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    call_id     TEXT NULL,
    operator_id TEXT NULL,
    fact_key    TEXT NOT NULL,
    detail      TEXT NOT NULL
);

-- A carrier's fact is one fact however often it is told. An event that is no such fact holds its own id there.
CREATE UNIQUE INDEX call_events_by_fact ON call_events (fact_key);

-- The fold and the timeline read one call's events.
CREATE INDEX call_events_by_call ON call_events (call_id, occurred_at);
