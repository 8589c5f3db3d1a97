-- One showtime. Everything here is written by its one object, one transaction a commit.
CREATE TABLE showtime (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  layout_version INTEGER NOT NULL,
  -- Up to which entry of the log D1 has been told.
  projected_seq INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE seat (
  idx INTEGER PRIMARY KEY,
  seat_number TEXT NOT NULL,
  section TEXT,
  row TEXT,
  tier TEXT NOT NULL,
  price INTEGER NOT NULL CHECK (price >= 0),
  x REAL,
  y REAL,
  accessible INTEGER NOT NULL CHECK (accessible IN (0, 1)),
  metadata TEXT NOT NULL CHECK (json_valid(metadata)),
  -- 0 free, 1 locked, 2 booked, 3 blocked; `owner` is the reservation that holds or booked it.
  status INTEGER NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 3),
  owner TEXT,
  CHECK ((status IN (1, 2)) = (owner IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX seat_by_label ON seat (ifnull(section, ''), ifnull(row, ''), seat_number);

CREATE TABLE reservation (
  token TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'EXPIRED', 'CONFIRMED', 'RELEASED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  price INTEGER NOT NULL CHECK (price >= 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  paying INTEGER NOT NULL DEFAULT 0 CHECK (paying IN (0, 1)),
  booking_id TEXT,
  seq INTEGER NOT NULL
) STRICT;

CREATE TABLE booking (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE REFERENCES reservation (token),
  user_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'CANCELLED', 'EXCHANGED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  payment_id TEXT UNIQUE,
  created_at INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- What happened, without gaps. `version`: the delta by which watchers were told.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  op TEXT NOT NULL,
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  becomes INTEGER,
  token TEXT,
  user_id TEXT,
  cause TEXT,
  idempotency_key TEXT
) STRICT;

-- What others must hear of, until they have said that they recorded it.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  event TEXT NOT NULL CHECK (json_valid(event)),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency (at);

CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
