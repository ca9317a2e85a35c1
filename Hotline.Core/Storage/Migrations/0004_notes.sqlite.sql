-- One draft per call and author. A save names the revision it began from; the text is sealed. Revision = signed revision: nothing new to sign.
CREATE TABLE note_drafts (
    call_id        TEXT    NOT NULL,
    author_id      TEXT    NOT NULL,
    revision       INTEGER NOT NULL,
    signed_revision INTEGER NOT NULL,
    saved_at       TEXT    NOT NULL,
    matter_type    TEXT    NULL,
    region         TEXT    NULL,
    marital_status TEXT    NULL,
    risk           TEXT    NULL,
    text_sealed    BLOB    NOT NULL,
    outcome        TEXT    NULL,
    PRIMARY KEY (call_id, author_id)
);

-- Signed versions. Rows are added, never changed: the triggers below hold that against every program.
CREATE TABLE note_versions (
    call_id        TEXT    NOT NULL,
    version        INTEGER NOT NULL,
    author_id      TEXT    NOT NULL,
    draft_revision INTEGER NOT NULL,
    signed_at      TEXT    NOT NULL,
    matter_type    TEXT    NOT NULL,
    region         TEXT    NULL,
    marital_status TEXT    NULL,
    risk           TEXT    NOT NULL,
    text_sealed    BLOB    NOT NULL,
    outcome        TEXT    NOT NULL,
    PRIMARY KEY (call_id, version)
);

-- One draft revision is signed once, however often the key is pressed.
CREATE UNIQUE INDEX note_versions_by_draft ON note_versions (call_id, author_id, draft_revision);

CREATE TRIGGER note_versions_never_change BEFORE UPDATE ON note_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed note never changes');
END;

CREATE TRIGGER note_versions_never_go BEFORE DELETE ON note_versions
BEGIN
    SELECT RAISE(ABORT, 'a signed note never goes');
END;
