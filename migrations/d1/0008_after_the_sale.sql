-- Showtimes: what they sell beside numbered seats, at which prices, and what goes back ------------------------------------------------------

ALTER TABLE showtimes ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0 CHECK (capacity >= 0);
ALTER TABLE showtimes ADD COLUMN pricing_rules TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pricing_rules));
ALTER TABLE showtimes ADD COLUMN price_floor INTEGER CHECK (price_floor >= 0);
ALTER TABLE showtimes ADD COLUMN price_ceiling INTEGER CHECK (price_ceiling >= 0);
ALTER TABLE showtimes ADD COLUMN cancellation_policy TEXT CHECK (cancellation_policy IS NULL OR json_valid(cancellation_policy));
ALTER TABLE showtimes ADD COLUMN waiting_room TEXT CHECK (waiting_room IS NULL OR json_valid(waiting_room));
-- What the showtime's object last told of the door.
ALTER TABLE showtimes ADD COLUMN checked_in INTEGER NOT NULL DEFAULT 0;

-- Bookings can be paid by several payments, and one payment can move on with an exchange ---------------------------------------------------

-- What refers to the old rows is satisfied only by rows that are put in again: a table that takes over the name would leave the references broken.
PRAGMA defer_foreign_keys = ON;
DROP TRIGGER bookings_add_to_sales;
CREATE TABLE bookings_kept AS SELECT * FROM bookings;
DROP TABLE bookings;
CREATE TABLE bookings (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  reservation_token TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'CANCELLED', 'EXCHANGED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  cancelled_seats TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(cancelled_seats)),
  -- All that was paid for it: `carried_amount` of it came with an exchange from another showtime.
  amount INTEGER NOT NULL CHECK (amount >= 0),
  carried_amount INTEGER NOT NULL DEFAULT 0 CHECK (carried_amount BETWEEN 0 AND amount),
  refunded_amount INTEGER NOT NULL DEFAULT 0 CHECK (refunded_amount >= 0),
  transferred_amount INTEGER NOT NULL DEFAULT 0 CHECK (transferred_amount >= 0),
  currency TEXT NOT NULL,
  payment_id TEXT,
  payments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(payments)),
  payment_status TEXT NOT NULL CHECK (payment_status IN ('PENDING', 'SUCCESS', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
  exchanged_from TEXT,
  exchanged_to TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ledger_seq INTEGER NOT NULL,
  CHECK (refunded_amount + transferred_amount <= amount)
) STRICT;
INSERT INTO bookings
  (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_id, payments, payment_status, created_at, updated_at, ledger_seq)
SELECT id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_id,
  CASE WHEN payment_id IS NULL THEN '[]' ELSE json_array(json_object('paymentId', payment_id, 'amount', amount, 'refundedAmount', 0)) END,
  payment_status, created_at, updated_at, ledger_seq
FROM bookings_kept;
DROP TABLE bookings_kept;
CREATE INDEX bookings_by_app_status ON bookings (app_id, status);
CREATE INDEX bookings_by_app_date ON bookings (app_id, created_at);
CREATE INDEX bookings_by_user ON bookings (user_id, created_at);
CREATE INDEX bookings_by_payment_status ON bookings (payment_status);
CREATE INDEX bookings_by_showtime ON bookings (app_id, showtime_id);
CREATE INDEX bookings_by_date ON bookings (created_at, id);
CREATE INDEX bookings_by_status_date ON bookings (status, created_at, id);
CREATE INDEX bookings_by_app_status_date ON bookings (app_id, status, created_at, id);

-- Revenue is what came in: what an exchange carries over was counted when it was first paid.
CREATE TRIGGER bookings_add_to_sales AFTER INSERT ON bookings BEGIN
  INSERT INTO daily_sales (app_id, day, currency, bookings, seats, revenue)
  VALUES (NEW.app_id, date(NEW.created_at / 1000, 'unixepoch'), NEW.currency, 1, json_array_length(NEW.seats), NEW.amount - NEW.carried_amount)
  ON CONFLICT (app_id, day, currency) DO UPDATE SET
    bookings = bookings + 1, seats = seats + excluded.seats, revenue = revenue + excluded.revenue;
END;
CREATE TRIGGER changed_bookings_add_to_sales AFTER UPDATE OF amount ON bookings WHEN NEW.amount <> OLD.amount BEGIN
  INSERT INTO daily_sales (app_id, day, currency, revenue)
  VALUES (NEW.app_id, date(NEW.updated_at / 1000, 'unixepoch'), NEW.currency, NEW.amount - OLD.amount)
  ON CONFLICT (app_id, day, currency) DO UPDATE SET revenue = revenue + excluded.revenue;
END;

-- A payment may be refunded in parts for a booking; for a reservation that was lost, once and whole.
DROP INDEX refunds_by_payment;
ALTER TABLE refunds ADD COLUMN booking_id TEXT;
CREATE INDEX refunds_by_payment ON refunds (payment_id);
CREATE UNIQUE INDEX refunds_of_lost_payments ON refunds (payment_id) WHERE booking_id IS NULL;
CREATE INDEX refunds_by_booking ON refunds (booking_id) WHERE booking_id IS NOT NULL;
-- The last guard: nobody gets back more than was paid.
CREATE TRIGGER refunds_stay_within_payment BEFORE INSERT ON refunds
WHEN NOT EXISTS (SELECT 1 FROM refunds WHERE id = NEW.id)
  AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
    < NEW.amount + ifnull((SELECT sum(amount) FROM refunds WHERE payment_id = NEW.payment_id), 0)
BEGIN
  SELECT RAISE(ABORT, 'refunds exceed their payment');
END;

-- The simulated provider's own book of refunds, each known by the id that we gave it.
CREATE TABLE simulated_refunds (
  id TEXT PRIMARY KEY,
  charge_id TEXT NOT NULL REFERENCES simulated_charges (id),
  amount INTEGER NOT NULL CHECK (amount > 0),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX simulated_refunds_by_charge ON simulated_refunds (charge_id);
INSERT INTO simulated_refunds (id, charge_id, amount, created_at)
SELECT refunds.id, payments.charge_id, refunds.amount, refunds.updated_at FROM refunds
JOIN payments ON payments.id = refunds.payment_id JOIN simulated_charges ON simulated_charges.id = payments.charge_id
WHERE refunds.status = 'SUCCEEDED' AND simulated_charges.refunded > 0;
CREATE TRIGGER simulated_refunds_add_up AFTER INSERT ON simulated_refunds BEGIN
  UPDATE simulated_charges SET refunded = refunded + NEW.amount WHERE id = NEW.charge_id;
END;

-- A payment whose success books by itself: of an order of tickets, and of an exchange.
ALTER TABLE payments ADD COLUMN confirms_itself INTEGER NOT NULL DEFAULT 0 CHECK (confirms_itself IN (0, 1));

-- Told by the showtimes' objects -------------------------------------------------------------------------------------------------------------

CREATE TABLE waitlist_entries (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  tier TEXT,
  adjacent INTEGER CHECK (adjacent IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('WAITING', 'OFFERED', 'FULFILLED', 'DECLINED', 'LAPSED', 'LEFT', 'CLOSED')),
  reservation_token TEXT,
  offer_expires_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ledger_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX waitlist_entries_by_user ON waitlist_entries (user_id, created_at);
CREATE INDEX waitlist_entries_by_showtime ON waitlist_entries (app_id, showtime_id, status);
CREATE INDEX waitlist_entries_by_app ON waitlist_entries (app_id, created_at);

-- Orders of tickets: each is one reservation, whose state is the order's.
CREATE TABLE ticket_orders (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  listing_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  reservation_token TEXT NOT NULL UNIQUE,
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_orders_by_user ON ticket_orders (user_id, created_at);
CREATE INDEX ticket_orders_by_app ON ticket_orders (app_id, created_at);

ALTER TABLE reservations ADD COLUMN pricing TEXT CHECK (pricing IS NULL OR json_valid(pricing));
ALTER TABLE reservations ADD COLUMN exchanges TEXT;
ALTER TABLE reservations ADD COLUMN waitlist_id TEXT;

-- The most seats that one buyer may have in any showtime of the app; null: what each showtime says.
ALTER TABLE apps ADD COLUMN max_seats_per_user INTEGER CHECK (max_seats_per_user > 0);
