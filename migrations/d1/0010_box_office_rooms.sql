-- Which showtimes have a room for their ticket holders; the room's id follows from the showtime's. `admitted_to`: all ticket holders up to this id, in the
-- order of their ids, have been let in. `admitted_at`: when everybody was who had a ticket before; from the row on, each booking brings its own.
CREATE TABLE box_office_rooms (
  showtime_id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  owner_id TEXT,
  created_at INTEGER NOT NULL,
  admitted_to TEXT NOT NULL DEFAULT '',
  admitted_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX box_office_rooms_unfinished ON box_office_rooms (created_at) WHERE admitted_at IS NULL;
