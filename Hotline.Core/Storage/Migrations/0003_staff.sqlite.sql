CREATE TABLE staff (
    staff_id       TEXT    NOT NULL PRIMARY KEY,
    user_name      TEXT    NOT NULL,
    user_name_key  TEXT    NOT NULL,
    display_name   TEXT    NOT NULL,
    password_hash  TEXT    NOT NULL,
    roles          TEXT    NOT NULL,
    centre         TEXT    NOT NULL,
    endpoint       TEXT    NULL,
    enabled        INTEGER NOT NULL,
    security_stamp TEXT    NOT NULL,
    created_at     TEXT    NOT NULL,
    updated_at     TEXT    NOT NULL
);

-- One person per user name, whatever its case.
CREATE UNIQUE INDEX staff_by_user_name ON staff (user_name_key);

CREATE TABLE staff_skills (
    staff_id TEXT    NOT NULL REFERENCES staff (staff_id),
    skill    TEXT    NOT NULL,
    level    INTEGER NOT NULL,
    PRIMARY KEY (staff_id, skill)
);

-- Attempts are counted by name, known or not, so that a lock tells nothing about who exists. The name is kept as a keyed HMAC:
-- people type passwords into the wrong field.
CREATE TABLE sign_in_attempts (
    name_key     TEXT    NOT NULL PRIMARY KEY,
    failures     INTEGER NOT NULL,
    locked_until TEXT    NULL,
    updated_at   TEXT    NOT NULL
);

-- Forgetting old attempts.
CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (updated_at);

-- The keys that protect the sign-in cookies, shared by every Agent host; sealed.
CREATE TABLE cookie_keys (
    key_id     TEXT NOT NULL PRIMARY KEY,
    xml_sealed BLOB NOT NULL,
    created_at TEXT NOT NULL
);
