-- What the platform counts of itself, since its first day. Written by the one object that gathers what the isolates flush.

-- The last batch of each isolate that was added, so that one that is sent again is not added twice.
CREATE TABLE isolate (
  id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX isolate_by_age ON isolate (at);

CREATE TABLE counter (
  name TEXT NOT NULL,
  series TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (name, series)
) STRICT, WITHOUT ROWID;

-- `buckets`: a JSON array, each observation in the one bucket that it fell into.
CREATE TABLE histogram (
  name TEXT NOT NULL,
  series TEXT NOT NULL,
  buckets TEXT NOT NULL CHECK (json_valid(buckets)),
  sum REAL NOT NULL,
  PRIMARY KEY (name, series)
) STRICT, WITHOUT ROWID;

-- How many sockets an object had open when it last said so.
CREATE TABLE socket (
  channel TEXT NOT NULL,
  object TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open > 0),
  at INTEGER NOT NULL,
  PRIMARY KEY (channel, object)
) STRICT, WITHOUT ROWID;
CREATE INDEX socket_by_age ON socket (at);

-- The counts of a UTC day, from which D1 is told. `told`: after which of the row's changes D1 heard of it last.
CREATE TABLE app_day (
  day TEXT NOT NULL,
  app_id TEXT NOT NULL,
  holds INTEGER NOT NULL DEFAULT 0,
  holds_refused INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0,
  expiries INTEGER NOT NULL DEFAULT 0,
  confirms INTEGER NOT NULL DEFAULT 0,
  booking_failures INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0,
  changes INTEGER NOT NULL DEFAULT 1,
  told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, app_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_day_untold ON app_day (day) WHERE told < changes;

CREATE TABLE key_day (
  day TEXT NOT NULL,
  app_id TEXT NOT NULL,
  key_id TEXT NOT NULL,
  requests INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  changes INTEGER NOT NULL DEFAULT 1,
  told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, app_id, key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_day_untold ON key_day (day) WHERE told < changes;

-- Holds that were asked for lately and those of them that met a taken seat, in slots of ten seconds.
CREATE TABLE recent_hold (
  slot INTEGER PRIMARY KEY,
  attempts INTEGER NOT NULL,
  conflicts INTEGER NOT NULL
) STRICT;

-- Failed attempts to book of the last day, in slots of ten seconds.
CREATE TABLE recent_failure (
  slot INTEGER NOT NULL,
  app_id TEXT NOT NULL,
  code TEXT NOT NULL,
  failures INTEGER NOT NULL,
  PRIMARY KEY (slot, app_id, code)
) STRICT, WITHOUT ROWID;

-- Alerts that were decided; one stays unsent until its mail is recorded.
CREATE TABLE alert (
  at INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1))
) STRICT;
