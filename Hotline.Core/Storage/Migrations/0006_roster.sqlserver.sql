-- The last day of a skill earned by training, yyyy-MM-dd in the network's time zone; NULL: for good.
ALTER TABLE staff_skills ADD valid_until nvarchar(10) NULL;

-- Who serves which skill from when to when. One person's shifts of one skill never overlap: ShiftStore holds that in its transaction.
CREATE TABLE shifts (
    shift_id   uniqueidentifier NOT NULL PRIMARY KEY,
    staff_id   uniqueidentifier NOT NULL REFERENCES staff (staff_id),
    centre     nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    skill      nvarchar(24) COLLATE Latin1_General_100_BIN2 NOT NULL,
    starts_at  datetime2(3)     NOT NULL,
    ends_at    datetime2(3)     NOT NULL,
    created_at datetime2(3)     NOT NULL,
    created_by uniqueidentifier NOT NULL
);

-- One person's shifts about a time: overlaps, and her own list.
CREATE INDEX shifts_by_staff ON shifts (staff_id, starts_at);

-- A centre's week.
CREATE INDEX shifts_by_centre ON shifts (centre, starts_at);

-- Who is on duty about now, anywhere: the staffing watch.
CREATE INDEX shifts_by_start ON shifts (starts_at);
