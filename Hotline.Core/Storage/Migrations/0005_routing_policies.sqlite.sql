-- Every version of the routing policy. Document and comment are sealed: duty telephones are people's numbers. A version follows the one before it; rows
-- are added, never changed: the triggers below hold that against every program.
CREATE TABLE routing_policies (
    version         INTEGER NOT NULL PRIMARY KEY,
    document_sealed BLOB    NOT NULL,
    comment_sealed  BLOB    NOT NULL,
    saved_at        TEXT    NOT NULL,
    saved_by        TEXT    NULL
);

CREATE TRIGGER routing_policies_never_change BEFORE UPDATE ON routing_policies
BEGIN
    SELECT RAISE(ABORT, 'a saved policy never changes');
END;

CREATE TRIGGER routing_policies_never_go BEFORE DELETE ON routing_policies
BEGIN
    SELECT RAISE(ABORT, 'a saved policy never goes');
END;
