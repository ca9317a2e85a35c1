-- One row per escalation: a fold over its events, rewritten whenever one of them arrives.
CREATE TABLE escalations (
    escalation_id   TEXT    NOT NULL PRIMARY KEY,
    call_id         TEXT    NULL,
    centre          TEXT    NOT NULL,
    skill           TEXT    NULL,
    number_key      TEXT    NULL,
    number_mask     TEXT    NULL,
    causes          TEXT    NOT NULL,
    raised_by       TEXT    NULL,
    raised_at       TEXT    NOT NULL,
    acknowledged_at TEXT    NULL,
    acknowledged_by TEXT    NULL,
    holder          TEXT    NULL,
    held_by         TEXT    NULL,
    held_since      TEXT    NULL,
    round           INTEGER NOT NULL,
    steps           INTEGER NOT NULL,
    rescues         TEXT    NOT NULL,
    closed_at       TEXT    NULL,
    closed_by       TEXT    NULL,
    outcome         TEXT    NULL,
    revision        INTEGER NOT NULL
);

-- What is open: what a wiped live state is given back.
CREATE INDEX escalations_by_end ON escalations (closed_at);

-- A centre's history, newest first.
CREATE INDEX escalations_by_centre ON escalations (centre, raised_at DESC);
