-- The whole fact as JSON, so that the log alone says what happened; null for entries of before and for seats that were added, which `seat` has.
ALTER TABLE log ADD COLUMN fact TEXT CHECK (fact IS NULL OR json_valid(fact));

ALTER TABLE seat ADD COLUMN general INTEGER NOT NULL DEFAULT 0 CHECK (general IN (0, 1));

ALTER TABLE reservation ADD COLUMN pricing TEXT CHECK (pricing IS NULL OR json_valid(pricing));
ALTER TABLE reservation ADD COLUMN exchange TEXT CHECK (exchange IS NULL OR json_valid(exchange));
ALTER TABLE reservation ADD COLUMN waitlist_id TEXT;
ALTER TABLE reservation ADD COLUMN admission_id TEXT;

-- A booking can be paid by several payments, and one that has come back by exchanges brings its payment back: `payment_id` is no longer its own.
CREATE TABLE booking_rebuilt (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE REFERENCES reservation (token),
  user_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'CANCELLED', 'EXCHANGED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  cancelled TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(cancelled)),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  payment_id TEXT,
  payments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(payments)),
  refunds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refunds)),
  cause TEXT,
  refunded_amount INTEGER NOT NULL DEFAULT 0 CHECK (refunded_amount >= 0),
  carried_amount INTEGER NOT NULL DEFAULT 0 CHECK (carried_amount BETWEEN 0 AND amount),
  transferred_amount INTEGER NOT NULL DEFAULT 0 CHECK (transferred_amount >= 0),
  exchanged_from TEXT,
  exchanged_to TEXT,
  pin_token TEXT,
  pin_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  CHECK (refunded_amount + transferred_amount <= amount),
  CHECK ((pin_token IS NULL) = (pin_until IS NULL))
) STRICT;
INSERT INTO booking_rebuilt (id, token, user_id, status, seats, amount, payment_id, payments, created_at, updated_at, seq)
SELECT id, token, user_id, status, seats, amount, payment_id,
  CASE WHEN payment_id IS NULL THEN '[]' ELSE json_array(json_object('paymentId', payment_id, 'amount', amount, 'refundedAmount', 0)) END,
  created_at, created_at, seq
FROM booking;
DROP TABLE booking;
ALTER TABLE booking_rebuilt RENAME TO booking;

-- The queue for seats that come free, in the order of joining.
CREATE TABLE waitlist (
  id TEXT PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  tier TEXT,
  adjacent INTEGER CHECK (adjacent IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('WAITING', 'OFFERED', 'FULFILLED', 'DECLINED', 'LAPSED', 'LEFT', 'CLOSED')),
  token TEXT,
  offer_expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX waitlist_by_change ON waitlist (seq);

-- Who came in, by booking and seat: nobody twice with one ticket.
CREATE TABLE entry (
  booking_id TEXT NOT NULL,
  idx INTEGER NOT NULL,
  at INTEGER NOT NULL,
  gate TEXT,
  admitted_by TEXT NOT NULL,
  scanned_at INTEGER,
  seq INTEGER NOT NULL,
  PRIMARY KEY (booking_id, idx)
) STRICT, WITHOUT ROWID;

-- Passes of the waiting room that were spent, until they would have run out.
CREATE TABLE spent_admission (
  id TEXT PRIMARY KEY,
  token TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_admission_by_hold ON spent_admission (token);
