-- Sockets are also in chat rooms and at gateways.
CREATE TABLE socket_rebuilt (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('showtime', 'room', 'gateway')),
  app_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  ends_at INTEGER,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
INSERT INTO socket_rebuilt SELECT id, kind, app_id, place_id, session_id, opened_at, ends_at, due_at, attempts FROM socket;
DROP TABLE socket;
ALTER TABLE socket_rebuilt RENAME TO socket;
CREATE INDEX socket_by_due ON socket (due_at);
CREATE INDEX socket_by_session ON socket (session_id);
