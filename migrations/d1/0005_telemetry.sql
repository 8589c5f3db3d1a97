-- Counts by day ---------------------------------------------------------------------------------------------------------------------------
-- Days are UTC.

-- What the Metrics object counted. It tells the whole count each time, so telling twice, or an older one late, changes nothing.
CREATE TABLE daily_app_counts (
  app_id TEXT NOT NULL,
  day TEXT NOT NULL,
  holds INTEGER NOT NULL,
  holds_refused INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  expiries INTEGER NOT NULL,
  confirms INTEGER NOT NULL,
  booking_failures INTEGER NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (app_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_app_counts_by_day ON daily_app_counts (day);

CREATE TABLE daily_key_counts (
  app_id TEXT NOT NULL,
  day TEXT NOT NULL,
  key_id TEXT NOT NULL,
  requests INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  PRIMARY KEY (app_id, day, key_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_key_counts_by_day ON daily_key_counts (day);

-- What was sold and given back, added up by the triggers below in the transaction of the row that it comes from: never more, never less.
CREATE TABLE daily_sales (
  app_id TEXT NOT NULL,
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  bookings INTEGER NOT NULL DEFAULT 0,
  seats INTEGER NOT NULL DEFAULT 0,
  revenue INTEGER NOT NULL DEFAULT 0,
  refunds INTEGER NOT NULL DEFAULT 0,
  payments_failed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (app_id, day, currency)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_sales_by_day ON daily_sales (day);

INSERT INTO daily_sales (app_id, day, currency, bookings, seats, revenue)
SELECT app_id, date(created_at / 1000, 'unixepoch'), currency, count(*), sum(json_array_length(seats)), sum(amount) FROM bookings GROUP BY 1, 2, 3;

INSERT INTO daily_sales (app_id, day, currency, refunds)
SELECT refunds.app_id, date(refunds.created_at / 1000, 'unixepoch'), payments.currency, sum(refunds.amount)
FROM refunds JOIN payments ON payments.id = refunds.payment_id GROUP BY 1, 2, 3
ON CONFLICT (app_id, day, currency) DO UPDATE SET refunds = excluded.refunds;

INSERT INTO daily_sales (app_id, day, currency, payments_failed)
SELECT app_id, date(updated_at / 1000, 'unixepoch'), currency, count(*) FROM payments WHERE status = 'FAILED' GROUP BY 1, 2, 3
ON CONFLICT (app_id, day, currency) DO UPDATE SET payments_failed = excluded.payments_failed;

CREATE TRIGGER bookings_add_to_sales AFTER INSERT ON bookings BEGIN
  INSERT INTO daily_sales (app_id, day, currency, bookings, seats, revenue)
  VALUES (NEW.app_id, date(NEW.created_at / 1000, 'unixepoch'), NEW.currency, 1, json_array_length(NEW.seats), NEW.amount)
  ON CONFLICT (app_id, day, currency) DO UPDATE SET
    bookings = bookings + 1, seats = seats + excluded.seats, revenue = revenue + excluded.revenue;
END;

CREATE TRIGGER refunds_add_to_sales AFTER INSERT ON refunds BEGIN
  INSERT INTO daily_sales (app_id, day, currency, refunds)
  SELECT NEW.app_id, date(NEW.created_at / 1000, 'unixepoch'), currency, NEW.amount FROM payments WHERE id = NEW.payment_id
  ON CONFLICT (app_id, day, currency) DO UPDATE SET refunds = refunds + excluded.refunds;
END;

CREATE TRIGGER failed_payments_add_to_sales AFTER UPDATE OF status ON payments WHEN NEW.status = 'FAILED' AND OLD.status <> 'FAILED' BEGIN
  INSERT INTO daily_sales (app_id, day, currency, payments_failed)
  VALUES (NEW.app_id, date(NEW.updated_at / 1000, 'unixepoch'), NEW.currency, 1)
  ON CONFLICT (app_id, day, currency) DO UPDATE SET payments_failed = payments_failed + 1;
END;

-- What the administrator's lists are read by ------------------------------------------------------------------------------------------------

CREATE INDEX bookings_by_date ON bookings (created_at, id);
CREATE INDEX bookings_by_status_date ON bookings (status, created_at, id);
CREATE INDEX bookings_by_app_status_date ON bookings (app_id, status, created_at, id);
CREATE INDEX showtimes_by_start ON showtimes (starts_at);
CREATE INDEX apps_by_domain ON apps (domain, id);
CREATE INDEX audit_log_by_date ON audit_log (at);
CREATE INDEX audit_log_by_actor ON audit_log (actor, at);
CREATE INDEX audit_log_by_action ON audit_log (action, at);
CREATE INDEX audit_log_by_subject ON audit_log (subject, at);

-- What the last attempt at a message said before it was given up, by the digest of queue and body, until its dead letter is kept.
CREATE TABLE message_errors (
  digest TEXT PRIMARY KEY,
  error TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_errors_by_age ON message_errors (at);

ALTER TABLE dead_letters ADD COLUMN error TEXT;
CREATE INDEX dead_letters_by_date ON dead_letters (created_at, id);
CREATE INDEX dead_letters_by_queue ON dead_letters (queue, created_at, id);
CREATE INDEX dead_letters_waiting ON dead_letters (queue, created_at, id) WHERE replayed_at IS NULL;
CREATE INDEX mails_dead ON mails (updated_at) WHERE status = 'DEAD';
