-- One row per escalation: a fold over its events, rewritten whenever one of them arrives.
CREATE TABLE escalations (
    escalation_id   nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    call_id         uniqueidentifier NULL,
    centre          nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    skill           nvarchar(24)     NULL,
    number_key      nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL,
    number_mask     nvarchar(40)     NULL,
    causes          nvarchar(200)    NOT NULL,
    raised_by       uniqueidentifier NULL,
    raised_at       datetime2(3)     NOT NULL,
    acknowledged_at datetime2(3)     NULL,
    acknowledged_by nvarchar(64)     NULL,
    holder          nvarchar(64)     NULL,
    held_by         nvarchar(16)     NULL,
    held_since      datetime2(3)     NULL,
    round           int              NOT NULL,
    steps           int              NOT NULL,
    rescues         nvarchar(max)    NOT NULL,
    closed_at       datetime2(3)     NULL,
    closed_by       uniqueidentifier NULL,
    outcome         nvarchar(32)     NULL,
    revision        bigint           NOT NULL
);

-- What is open: what a wiped live state is given back.
CREATE INDEX escalations_by_end ON escalations (closed_at);

-- A centre's history, newest first.
CREATE INDEX escalations_by_centre ON escalations (centre, raised_at DESC);
