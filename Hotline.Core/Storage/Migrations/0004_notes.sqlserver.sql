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

-- Signed versions. Rows are added, never changed: the trigger below holds that against every program.
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

-- CREATE TRIGGER must be the first statement of a batch.
EXEC (N'CREATE TRIGGER note_versions_never_change ON note_versions INSTEAD OF UPDATE, DELETE AS
BEGIN
    THROW 50001, N''a signed note never changes and never goes'', 1;
END');
