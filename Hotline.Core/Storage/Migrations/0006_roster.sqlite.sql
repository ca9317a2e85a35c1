-- The last day of a skill earned by training, yyyy-MM-dd in the network's time zone; NULL: for good.
ALTER TABLE staff_skills ADD COLUMN valid_until TEXT NULL;

-- Who serves which skill from when to when. One person's shifts of one skill never overlap: ShiftStore holds that in its transaction.
CREATE TABLE shifts (
    shift_id   TEXT NOT NULL PRIMARY KEY,
    staff_id   TEXT NOT NULL REFERENCES staff (staff_id),
    centre     TEXT NOT NULL,
    skill      TEXT NOT NULL,
    starts_at  TEXT NOT NULL,
    ends_at    TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL
);

-- One person's shifts about a time: overlaps, and her own list.
CREATE INDEX shifts_by_staff ON shifts (staff_id, starts_at);

-- A centre's week.
CREATE INDEX shifts_by_centre ON shifts (centre, starts_at);

-- Who is on duty about now, anywhere: the staffing watch.
CREATE INDEX shifts_by_start ON shifts (starts_at);
