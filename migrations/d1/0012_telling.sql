-- How a tenant looks in its mails, and where it is written to -------------------------------------------------------------------------------

ALTER TABLE apps ADD COLUMN brand_color TEXT;
ALTER TABLE apps ADD COLUMN logo_url TEXT;
ALTER TABLE apps ADD COLUMN contact_email TEXT;

-- What people wish to hear, and when it is morning where they are -----------------------------------------------------------------------------

ALTER TABLE users ADD COLUMN time_zone TEXT;
CREATE INDEX users_by_time_zone ON users (time_zone, id) WHERE erased_at IS NULL;

-- Only what differs from a topic's own default stands here.
CREATE TABLE notification_choices (
  user_id TEXT NOT NULL REFERENCES users (id),
  topic TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('mail', 'inApp')),
  wanted INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, topic, channel)
) STRICT, WITHOUT ROWID;

-- Up to when somebody was told of unread messages: nobody is told of one twice.
CREATE TABLE message_digests (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  told_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses that take no mail, or whose owner called one spam.
CREATE TABLE mail_suppressions (
  address TEXT PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('BOUNCE', 'COMPLAINT')),
  detail TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_suppressions_by_date ON mail_suppressions (created_at, address);

-- A mail may also end SKIPPED: nobody wishes it, or nobody takes it.
CREATE TABLE mails_kept AS SELECT * FROM mails;
DROP TABLE mails;
CREATE TABLE mails (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  app_id TEXT,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'SENT', 'DEAD', 'SKIPPED')),
  skipped TEXT CHECK (skipped IN ('UNWANTED', 'SUPPRESSED')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO mails (key, kind, app_id, recipient, payload, status, attempts, created_at, updated_at)
SELECT key, kind, app_id, recipient, payload, status, attempts, created_at, updated_at FROM mails_kept;
DROP TABLE mails_kept;
CREATE INDEX mails_pending ON mails (updated_at) WHERE status = 'PENDING';
CREATE INDEX mails_dead ON mails (updated_at) WHERE status = 'DEAD';
CREATE INDEX mails_by_recipient ON mails (recipient, created_at);
CREATE INDEX mails_done ON mails (updated_at) WHERE status IN ('SENT', 'SKIPPED');

-- Webhooks of tenants -------------------------------------------------------------------------------------------------------------------------

CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  url TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  events TEXT NOT NULL CHECK (json_valid(events)),
  status TEXT NOT NULL CHECK (status IN ('ENABLED', 'DISABLED')),
  -- BY_HAND, GONE: it answered 410; FAILING: nothing came through for days.
  disabled_reason TEXT CHECK (disabled_reason IN ('BY_HAND', 'GONE', 'FAILING')),
  failing_since INTEGER,
  -- Sealed. The previous one also signs until its time is over.
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_endpoints_by_app ON webhook_endpoints (app_id, id);

-- Who is told of what: the enabled endpoints only, kept by triggers.
CREATE TABLE webhook_subscriptions (
  app_id TEXT NOT NULL,
  type TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  PRIMARY KEY (app_id, type, endpoint_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_subscriptions_by_endpoint ON webhook_subscriptions (endpoint_id);
CREATE TRIGGER webhook_endpoints_subscribe AFTER INSERT ON webhook_endpoints WHEN NEW.status = 'ENABLED' BEGIN
  INSERT INTO webhook_subscriptions (app_id, type, endpoint_id) SELECT NEW.app_id, value, NEW.id FROM json_each(NEW.events) WHERE true ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER webhook_endpoints_change_subscriptions AFTER UPDATE OF events, status ON webhook_endpoints BEGIN
  DELETE FROM webhook_subscriptions WHERE endpoint_id = NEW.id;
  INSERT INTO webhook_subscriptions (app_id, type, endpoint_id)
  SELECT NEW.app_id, value, NEW.id FROM json_each(NEW.events) WHERE NEW.status = 'ENABLED' ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER webhook_endpoints_unsubscribe AFTER DELETE ON webhook_endpoints BEGIN
  DELETE FROM webhook_subscriptions WHERE endpoint_id = OLD.id;
END;

-- Facts that only webhooks ask for are noted only where somebody does: a hold costs nothing more for it elsewhere ----------------------------

CREATE TRIGGER reservations_tell_webhooks AFTER INSERT ON reservations
WHEN EXISTS (SELECT 1 FROM webhook_subscriptions WHERE app_id = NEW.app_id AND type = 'reservation.created') BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_created_' || NEW.token, NEW.app_id, 'reservation.created',
    json_object('reservation', json_object('reservationToken', NEW.token, 'showtimeId', NEW.showtime_id, 'userId', NEW.user_id, 'seats', json(NEW.seats),
      'price', NEW.price, 'currency', NEW.currency, 'expiresAtMs', NEW.expires_at, 'createdAtMs', NEW.created_at)), NEW.created_at)
  ON CONFLICT (id) DO NOTHING;
END;
-- `reservation.lapsed` is every hold that ran out; the showtime's own event `reservation.expired` is about those for which money may be on its way.
CREATE TRIGGER ended_reservations_tell_webhooks AFTER UPDATE OF status ON reservations
WHEN NEW.status <> OLD.status AND NEW.status IN ('RELEASED', 'EXPIRED') AND EXISTS (SELECT 1 FROM webhook_subscriptions
  WHERE app_id = NEW.app_id AND type = iif(NEW.status = 'RELEASED', 'reservation.released', 'reservation.expired')) BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_ended_' || NEW.token, NEW.app_id, iif(NEW.status = 'RELEASED', 'reservation.released', 'reservation.lapsed'),
    json_object('reservation', json_object('reservationToken', NEW.token, 'showtimeId', NEW.showtime_id, 'userId', NEW.user_id, 'seats', json(NEW.seats),
      'price', NEW.price, 'currency', NEW.currency, 'expiresAtMs', NEW.expires_at, 'createdAtMs', NEW.created_at)), CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ON CONFLICT (id) DO NOTHING;
END;
-- One that was held and given back between two tellings of its showtime is new and over at once.
CREATE TRIGGER reservations_told_late_tell_webhooks AFTER INSERT ON reservations
WHEN NEW.status IN ('RELEASED', 'EXPIRED') AND EXISTS (SELECT 1 FROM webhook_subscriptions
  WHERE app_id = NEW.app_id AND type = iif(NEW.status = 'RELEASED', 'reservation.released', 'reservation.expired')) BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_ended_' || NEW.token, NEW.app_id, iif(NEW.status = 'RELEASED', 'reservation.released', 'reservation.lapsed'),
    json_object('reservation', json_object('reservationToken', NEW.token, 'showtimeId', NEW.showtime_id, 'userId', NEW.user_id, 'seats', json(NEW.seats),
      'price', NEW.price, 'currency', NEW.currency, 'expiresAtMs', NEW.expires_at, 'createdAtMs', NEW.created_at)), CAST(unixepoch('subsec') * 1000 AS INTEGER))
  ON CONFLICT (id) DO NOTHING;
END;

-- Of a reservation's payment the payer hears by mail when it fails; that it succeeded says the booking, and to webhooks this. An order takes the fact that it
-- is paid out of the outbox when it has heard of it by itself: webhooks have one of their own.
CREATE TRIGGER payments_tell AFTER UPDATE OF status ON payments
WHEN NEW.status <> OLD.status AND ((NEW.status = 'FAILED' AND NEW.order_id IS NULL) OR (NEW.status = 'SUCCESS'
  AND EXISTS (SELECT 1 FROM webhook_subscriptions WHERE app_id = NEW.app_id AND type = 'payment.succeeded'))) BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_' || lower(NEW.status) || '_' || NEW.id, NEW.app_id, iif(NEW.status = 'SUCCESS', 'payment.succeeded', 'payment.failed'),
    json_object('paymentId', NEW.id, 'orderId', NEW.order_id), NEW.updated_at)
  ON CONFLICT (id) DO NOTHING;
END;
CREATE TRIGGER paid_refunds_tell AFTER UPDATE OF status ON refunds WHEN NEW.status = 'SUCCEEDED' AND OLD.status = 'PENDING' BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_' || NEW.id, NEW.app_id, 'payment.refunded', json_object('paymentId', NEW.payment_id, 'refundId', NEW.id), NEW.updated_at)
  ON CONFLICT (id) DO NOTHING;
END;

-- What runs by the clock ------------------------------------------------------------------------------------------------------------------------

-- One run of a job for one period: whoever starts it again finds this one. `position`: where its next page begins.
CREATE TABLE job_runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  period TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('RUNNING', 'DONE', 'FAILED')),
  started_by TEXT NOT NULL,
  page INTEGER NOT NULL DEFAULT 0,
  position TEXT CHECK (position IS NULL OR json_valid(position)),
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER,
  report TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(report)),
  error TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  leased_until INTEGER,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER,
  UNIQUE (name, period)
) STRICT;
CREATE INDEX job_runs_by_name ON job_runs (name, started_at);
CREATE INDEX job_runs_by_date ON job_runs (started_at, id);
CREATE INDEX job_runs_running ON job_runs (updated_at) WHERE status = 'RUNNING';

-- What the days of a month came to, for good. `currency` is '' where nothing is counted in one.
CREATE TABLE monthly_figures (
  app_id TEXT NOT NULL,
  month TEXT NOT NULL,
  name TEXT NOT NULL,
  currency TEXT NOT NULL DEFAULT '',
  value INTEGER NOT NULL,
  PRIMARY KEY (app_id, month, name, currency)
) STRICT, WITHOUT ROWID;

-- What the archive copies month by month.
CREATE INDEX payment_events_by_date ON payment_events (at, id);
CREATE INDEX order_timeline_by_date ON order_timeline (at, order_id, key);
