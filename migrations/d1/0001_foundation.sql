-- Tenants -------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE apps (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  domain TEXT NOT NULL CHECK (domain IN ('EVENT', 'BUS', 'MOVIE')),
  allowed_origins TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(allowed_origins)),
  open_organizers INTEGER NOT NULL DEFAULT 0 CHECK (open_organizers IN (0, 1)),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  -- The publishable key in clear, only for the apps that the platform's own web app sells for: a browser must be able to fetch it.
  web_publishable_key TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  kind TEXT NOT NULL CHECK (kind IN ('PUBLISHABLE', 'SECRET')),
  hash TEXT NOT NULL UNIQUE,
  last4 TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX api_keys_by_app ON api_keys (app_id);

CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  app_id TEXT,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  ip TEXT,
  request_id TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX audit_log_by_app ON audit_log (app_id, at);
CREATE TRIGGER audit_log_never_changes BEFORE UPDATE ON audit_log BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_log_never_shrinks BEFORE DELETE ON audit_log BEGIN SELECT RAISE (ABORT, 'the audit log is append-only'); END;

-- People --------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  phone TEXT,
  password_hash TEXT NOT NULL,
  email_verified INTEGER NOT NULL DEFAULT 0 CHECK (email_verified IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  audience TEXT NOT NULL,
  user_agent TEXT,
  ip TEXT,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id, ended_at);

-- A token's successor is derived from it, so that a lost answer can be given again; only hashes are kept.
CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (id),
  successor_hash TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- Keyed by account name and network, so that a stranger's failures lock the stranger out and not the owner.
CREATE TABLE login_failures (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_failed_at INTEGER NOT NULL,
  locked_until INTEGER NOT NULL
) STRICT;

-- Catalogue -----------------------------------------------------------------------------------------------------------------------------

CREATE TABLE venues (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  name TEXT NOT NULL,
  city TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  seat_count INTEGER NOT NULL DEFAULT 0 CHECK (seat_count >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX venues_by_app ON venues (app_id, id);

-- One row a section: a whole layout may be larger than the 2 MB that a row can hold.
CREATE TABLE venue_sections (
  venue_id TEXT NOT NULL REFERENCES venues (id),
  position INTEGER NOT NULL,
  layout TEXT NOT NULL CHECK (json_valid(layout)),
  PRIMARY KEY (venue_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE listings (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  domain TEXT NOT NULL CHECK (domain IN ('EVENT', 'BUS', 'MOVIE')),
  title TEXT NOT NULL,
  description TEXT,
  type TEXT,
  language TEXT,
  duration_minutes INTEGER CHECK (duration_minutes > 0),
  poster_url TEXT,
  origin TEXT,
  destination TEXT,
  metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  status TEXT NOT NULL CHECK (status IN ('DRAFT', 'PUBLISHED')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX listings_by_app ON listings (app_id, domain, status, id);

CREATE TABLE showtimes (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  listing_id TEXT NOT NULL REFERENCES listings (id),
  venue_id TEXT NOT NULL REFERENCES venues (id),
  starts_at INTEGER NOT NULL,
  currency TEXT NOT NULL,
  tiers TEXT NOT NULL CHECK (json_valid(tiers)),
  price_from INTEGER NOT NULL CHECK (price_from >= 0),
  price_to INTEGER NOT NULL CHECK (price_to >= price_from),
  sale_opens_at INTEGER,
  sale_closes_at INTEGER NOT NULL,
  check_in_opens_at INTEGER,
  hold_seconds INTEGER NOT NULL,
  max_seats_per_user INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('SCHEDULED', 'CANCELLED')),
  -- What the showtime's object last told of itself; `ledger_seq` keeps an older message from undoing a newer one.
  seats_total INTEGER NOT NULL DEFAULT 0,
  seats_left INTEGER NOT NULL DEFAULT 0,
  ledger_seq INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX showtimes_by_listing ON showtimes (listing_id, starts_at);
CREATE INDEX showtimes_by_app ON showtimes (app_id, starts_at);

-- What the showtimes' objects tell of reservations and bookings ---------------------------------------------------------------------------

CREATE TABLE reservations (
  token TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'EXPIRED', 'CONFIRMED', 'RELEASED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  price INTEGER NOT NULL CHECK (price >= 0),
  currency TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  booking_id TEXT,
  created_at INTEGER NOT NULL,
  ledger_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX reservations_by_user ON reservations (user_id, status);
CREATE INDEX reservations_by_app ON reservations (app_id, created_at);
CREATE INDEX reservations_by_expiry ON reservations (expires_at) WHERE status = 'ACTIVE';

CREATE TABLE bookings (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  reservation_token TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('CONFIRMED', 'CANCELLED', 'EXCHANGED')),
  seats TEXT NOT NULL CHECK (json_valid(seats)),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  payment_id TEXT UNIQUE,
  payment_status TEXT NOT NULL CHECK (payment_status IN ('PENDING', 'SUCCESS', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ledger_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX bookings_by_app_status ON bookings (app_id, status);
CREATE INDEX bookings_by_app_date ON bookings (app_id, created_at);
CREATE INDEX bookings_by_user ON bookings (user_id, created_at);
CREATE INDEX bookings_by_payment_status ON bookings (payment_status);
CREATE INDEX bookings_by_showtime ON bookings (app_id, showtime_id);

-- The last guard of «a seat is sold once»: the object decides, this would catch it lying.
CREATE TABLE booking_seats (
  app_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  seat_id TEXT NOT NULL,
  booking_id TEXT NOT NULL REFERENCES bookings (id),
  PRIMARY KEY (app_id, showtime_id, seat_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX booking_seats_by_booking ON booking_seats (booking_id);

-- Payments ------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  showtime_id TEXT NOT NULL,
  reservation_token TEXT NOT NULL,
  provider TEXT NOT NULL,
  charge_id TEXT,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESS', 'FAILED', 'REFUNDED')),
  failure_code TEXT,
  next_action TEXT CHECK (next_action IS NULL OR json_valid(next_action)),
  -- The reservation that this payment confirms. Set once, by a conditional update: no payment confirms two bookings.
  used_by TEXT,
  booking_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX payments_by_charge ON payments (provider, charge_id) WHERE charge_id IS NOT NULL;
-- A reservation is paid once: a second attempt is possible only after the first has failed or was refunded.
CREATE UNIQUE INDEX payments_live_by_reservation ON payments (reservation_token) WHERE status IN ('PENDING', 'SUCCESS');
CREATE UNIQUE INDEX payments_by_use ON payments (used_by) WHERE used_by IS NOT NULL;
CREATE INDEX payments_by_user ON payments (user_id, created_at);
CREATE INDEX payments_by_app ON payments (app_id, created_at);
CREATE INDEX payments_unsettled ON payments (created_at) WHERE status = 'PENDING';
CREATE INDEX payments_unbooked ON payments (updated_at) WHERE status = 'SUCCESS' AND booking_id IS NULL;

CREATE TABLE refunds (
  id TEXT PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  app_id TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCEEDED')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX refunds_by_payment ON refunds (payment_id);
CREATE INDEX refunds_pending ON refunds (created_at) WHERE status = 'PENDING';

-- The books of the simulated provider: what a real one would have on its side of the wire.
CREATE TABLE simulated_charges (
  id TEXT PRIMARY KEY,
  reference TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
  failure_code TEXT,
  settles_at INTEGER,
  refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND amount),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX simulated_charges_pending ON simulated_charges (settles_at) WHERE status = 'pending';

-- Telling -------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE mails (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  app_id TEXT,
  recipient TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'SENT', 'DEAD')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mails_pending ON mails (updated_at) WHERE status = 'PENDING';

-- The local transport's mailbox: development only.
CREATE TABLE mailbox (
  id INTEGER PRIMARY KEY,
  message_key TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailbox_by_recipient ON mailbox (recipient, id);

CREATE TABLE dead_letters (
  id TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  replayed_at INTEGER
) STRICT;

-- Platform ------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE idempotency_keys (
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  -- Until the answer is known: when the attempt that runs is given up for lost.
  running_until INTEGER,
  status INTEGER,
  body TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
