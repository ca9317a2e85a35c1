-- Every version of the questions of risk. A version follows the one before it; rows are added, never changed, because answers are read in the words of the
-- version they were given to. To hold that against every program, take the right from its role: DENY UPDATE, DELETE ON risk_questions.
CREATE TABLE risk_questions (
    version  int              NOT NULL PRIMARY KEY,
    document nvarchar(max)    NOT NULL,
    saved_at datetime2(3)     NOT NULL,
    saved_by uniqueidentifier NULL
);
