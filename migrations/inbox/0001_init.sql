-- Where one user's signed-in sockets are, each until it has closed, its session has ended or it may do nothing more.
CREATE TABLE socket (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('showtime')),
  app_id TEXT NOT NULL,
  place_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  -- When its session ends or has ended; null while the database was not asked.
  ends_at INTEGER,
  -- When something is to be done about it: ask the database, tell the place, forget it.
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX socket_by_due ON socket (due_at);
CREATE INDEX socket_by_session ON socket (session_id);
