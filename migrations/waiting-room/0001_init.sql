-- Who waits for one showtime's sale. `place` is null until the opening draws it, or says when somebody came after it; places count from 0, and those
-- below `admitted` have had their turn: their people have a pass, and are forgotten when it has run out.
CREATE TABLE room (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
  admitted INTEGER NOT NULL DEFAULT 0 CHECK (admitted >= 0),
  -- What the rate has made and nobody was let in for, and when that was counted, in ms.
  credit REAL NOT NULL DEFAULT 0 CHECK (credit >= 0),
  counted_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE person (
  user_id TEXT PRIMARY KEY,
  joined_at INTEGER NOT NULL,
  place INTEGER UNIQUE,
  pass_id TEXT,
  pass_until INTEGER,
  CHECK ((pass_id IS NULL) = (pass_until IS NULL))
) STRICT;
CREATE INDEX person_by_pass ON person (pass_until) WHERE pass_until IS NOT NULL;

CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
