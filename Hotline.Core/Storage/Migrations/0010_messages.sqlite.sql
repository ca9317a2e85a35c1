-- What callers said while they waited at a closed centre. A row is work until next_at is NULL: fetch the sound from the carrier, then delete it there.
-- With next_at and sound_type both NULL it could never be had.
CREATE TABLE messages (
    message_id   TEXT    NOT NULL PRIMARY KEY,
    recording    TEXT    NOT NULL,
    call_id      TEXT    NOT NULL,
    left_at      TEXT    NOT NULL,
    seconds      INTEGER NOT NULL,
    may_call_at  TEXT    NULL,
    next_at      TEXT    NULL,
    tries        INTEGER NOT NULL,
    sound_type   TEXT    NULL,
    sound_sealed BLOB    NULL,
    heard_at     TEXT    NULL,
    heard_by     TEXT    NULL,
    taken_at     TEXT    NULL,
    taken_by     TEXT    NULL,
    closed_at    TEXT    NULL,
    closed_by    TEXT    NULL,
    outcome      TEXT    NULL
);

-- What is to be fetched or deleted next.
CREATE INDEX messages_due ON messages (next_at);

-- What is open, the oldest first, and what was closed last.
CREATE INDEX messages_open ON messages (closed_at, left_at);

-- What has been heard long ago.
CREATE INDEX messages_heard ON messages (heard_at);
