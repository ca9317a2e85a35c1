-- Every version of the questions of risk. A version follows the one before it; rows are added, never changed, because answers are read in the words of the
-- version they were given to: the triggers below hold that against every program.
CREATE TABLE risk_questions (
    version  INTEGER NOT NULL PRIMARY KEY,
    document TEXT    NOT NULL,
    saved_at TEXT    NOT NULL,
    saved_by TEXT    NULL
);

CREATE TRIGGER risk_questions_never_change BEFORE UPDATE ON risk_questions
BEGIN
    SELECT RAISE(ABORT, 'saved questions never change');
END;

CREATE TRIGGER risk_questions_never_go BEFORE DELETE ON risk_questions
BEGIN
    SELECT RAISE(ABORT, 'saved questions never go');
END;
