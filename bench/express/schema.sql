CREATE TABLE api_keys (hash text PRIMARY KEY, app_id text NOT NULL);

CREATE TABLE seats (
  id text PRIMARY KEY,
  showtime_id text NOT NULL,
  idx integer NOT NULL,
  seat_number text NOT NULL,
  section text,
  row text,
  tier text NOT NULL,
  price integer NOT NULL,
  x real,
  y real,
  accessible boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'AVAILABLE',
  UNIQUE (showtime_id, idx)
);

CREATE TABLE reservations (
  token text PRIMARY KEY,
  user_id text NOT NULL,
  showtime_id text NOT NULL,
  seat_ids text[] NOT NULL,
  price integer NOT NULL,
  status text NOT NULL DEFAULT 'ACTIVE',
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX reservations_by_user ON reservations (user_id, created_at DESC);
