-- One draft per call and author. A save names the revision it began from; the text is sealed. Revision = signed revision: nothing new to sign.
CREATE TABLE note_drafts (
    call_id        uniqueidentifier NOT NULL,
    author_id      uniqueidentifier NOT NULL,
    revision       bigint           NOT NULL,
    signed_revision bigint          NOT NULL,
    saved_at       datetime2(3)     NOT NULL,
    matter_type    nvarchar(64)     NULL,
    region         nvarchar(32)     NULL,
    marital_status nvarchar(32)     NULL,
    risk           nvarchar(16)     NULL,
    text_sealed    varbinary(max)   NOT NULL,
    outcome        nvarchar(32)     NULL,
    PRIMARY KEY (call_id, author_id)
);

-- Signed versions. Rows are added, never changed. To hold that against every program, take the right from its role: DENY UPDATE, DELETE ON note_versions.
CREATE TABLE note_versions (
    call_id        uniqueidentifier NOT NULL,
    version        int              NOT NULL,
    author_id      uniqueidentifier NOT NULL,
    draft_revision bigint           NOT NULL,
    signed_at      datetime2(3)     NOT NULL,
    matter_type    nvarchar(64)     NOT NULL,
    region         nvarchar(32)     NULL,
    marital_status nvarchar(32)     NULL,
    risk           nvarchar(16)     NOT NULL,
    text_sealed    varbinary(max)   NOT NULL,
    outcome        nvarchar(32)     NOT NULL,
    PRIMARY KEY (call_id, version)
);

-- One draft revision is signed once, however often the key is pressed.
CREATE UNIQUE INDEX note_versions_by_draft ON note_versions (call_id, author_id, draft_revision);
