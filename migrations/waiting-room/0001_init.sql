-- Who waits for one showtime's sale. `place` is null until the opening draws it, or says when somebody came after it; places count from 0.
CREATE TABLE room (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
  -- How many places have had their turn.
  admitted INTEGER NOT NULL DEFAULT 0 CHECK (admitted >= 0)
) STRICT;

CREATE TABLE person (
  user_id TEXT PRIMARY KEY,
  joined_at INTEGER NOT NULL,
  place INTEGER UNIQUE,
  pass_id TEXT,
  pass_until INTEGER,
  CHECK ((pass_id IS NULL) = (pass_until IS NULL))
) STRICT;

CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
