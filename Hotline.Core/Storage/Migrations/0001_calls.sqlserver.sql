-- One row per call: a fold over its events, rewritten whenever one of them arrives. Whatever is compared is compared by its bytes (BIN2), as SQLite does.
CREATE TABLE calls (
    call_id          uniqueidentifier NOT NULL PRIMARY KEY,
    number_sealed    varbinary(max)   NULL,
    number_key       nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    number_mask      nvarchar(40)     NULL,
    line             nvarchar(64)     NULL,
    centre           nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    skill            nvarchar(24)     NULL,
    lane             nvarchar(128)    NULL,
    arrived_at       datetime2(3)     NOT NULL,
    first_waiting_at datetime2(3)     NULL,
    offered_count    int              NOT NULL,
    answered_by      uniqueidentifier NULL,
    accepted_at      datetime2(3)     NULL,
    connected_at     datetime2(3)     NULL,
    ended_at         datetime2(3)     NULL,
    wait_ms          bigint           NULL,
    talk_ms          bigint           NULL,
    state            nvarchar(32)     NOT NULL,
    revision         bigint           NOT NULL
);

-- Earlier calls of the same number, newest first.
CREATE INDEX calls_by_number ON calls (number_key, arrived_at DESC);

-- Lists and reports of a period.
CREATE INDEX calls_by_arrival ON calls (arrived_at DESC, call_id);

CREATE TABLE call_events (
    event_id    nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    kind        nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    occurred_at datetime2(3)     NOT NULL,
    call_id     uniqueidentifier NULL,
    operator_id uniqueidentifier NULL,
    fact_key    nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
    detail      nvarchar(max)    NOT NULL
);

-- A carrier's fact is one fact however often it is told. An event that is no such fact holds its own id there.
CREATE UNIQUE INDEX call_events_by_fact ON call_events (fact_key);

-- The fold and the timeline read one call's events.
CREATE INDEX call_events_by_call ON call_events (call_id, occurred_at);
