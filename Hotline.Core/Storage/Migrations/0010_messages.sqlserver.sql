-- What callers said while they waited at a closed centre. A row is work until next_at is NULL: fetch the sound from the carrier, then delete it there.
-- With next_at and sound_type both NULL it could never be had.
CREATE TABLE messages (
    message_id   uniqueidentifier NOT NULL PRIMARY KEY,
    recording    nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    call_id      uniqueidentifier NOT NULL,
    left_at      datetime2(3)     NOT NULL,
    seconds      int              NOT NULL,
    may_call_at  datetime2(3)     NULL,
    next_at      datetime2(3)     NULL,
    tries        int              NOT NULL,
    sound_type   nvarchar(20)     NULL,
    sound_sealed varbinary(max)   NULL,
    heard_at     datetime2(3)     NULL,
    heard_by     uniqueidentifier NULL,
    taken_at     datetime2(3)     NULL,
    taken_by     uniqueidentifier NULL,
    closed_at    datetime2(3)     NULL,
    closed_by    uniqueidentifier NULL,
    outcome      nvarchar(20)     NULL
);

-- What is to be fetched or deleted next.
CREATE INDEX messages_due ON messages (next_at);

-- What is open, the oldest first, and what was closed last.
CREATE INDEX messages_open ON messages (closed_at, left_at);

-- What has been heard long ago.
CREATE INDEX messages_heard ON messages (heard_at);
