CREATE TABLE staff (
    staff_id       uniqueidentifier NOT NULL PRIMARY KEY,
    user_name      nvarchar(40)     NOT NULL,
    user_name_key  nvarchar(720) COLLATE Latin1_General_100_BIN2 NOT NULL,
    display_name   nvarchar(60)     NOT NULL,
    password_hash  nvarchar(400)    NOT NULL,
    roles          nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
    centre         nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    endpoint       nvarchar(200)    NULL,
    enabled        bit              NOT NULL,
    security_stamp nvarchar(64)     NOT NULL,
    created_at     datetime2(3)     NOT NULL,
    updated_at     datetime2(3)     NOT NULL
);

-- One person per user name, whatever its case. (A letter of a name becomes up to 18 when width and ligatures are dissolved.)
CREATE UNIQUE INDEX staff_by_user_name ON staff (user_name_key);

CREATE TABLE staff_skills (
    staff_id uniqueidentifier NOT NULL REFERENCES staff (staff_id),
    skill    nvarchar(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    level    int              NOT NULL,
    PRIMARY KEY (staff_id, skill)
);

-- Attempts are counted by name, known or not, so that a lock tells nothing about who exists. The name is kept as a keyed HMAC:
-- people type passwords into the wrong field.
CREATE TABLE sign_in_attempts (
    name_key     nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    failures     int          NOT NULL,
    locked_until datetime2(3) NULL,
    updated_at   datetime2(3) NOT NULL
);

-- Forgetting old attempts.
CREATE INDEX sign_in_attempts_by_age ON sign_in_attempts (updated_at);

-- The keys that protect the sign-in cookies, shared by every Agent host; sealed.
CREATE TABLE cookie_keys (
    key_id     nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    xml_sealed varbinary(max) NOT NULL,
    created_at datetime2(3)   NOT NULL
);
