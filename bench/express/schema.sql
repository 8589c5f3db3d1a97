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
CREATE INDEX reservations_live ON reservations (expires_at) WHERE status = 'ACTIVE';
CREATE INDEX seats_free ON seats (showtime_id, row, idx) WHERE status = 'AVAILABLE';

CREATE TABLE payments (
  id text PRIMARY KEY,
  reservation_token text NOT NULL REFERENCES reservations (token),
  amount integer NOT NULL,
  status text NOT NULL,
  used boolean NOT NULL DEFAULT false
);

CREATE TABLE bookings (
  id text PRIMARY KEY,
  reservation_token text NOT NULL UNIQUE REFERENCES reservations (token),
  user_id text NOT NULL,
  showtime_id text NOT NULL,
  seat_ids text[] NOT NULL,
  amount integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE products (
  id text PRIMARY KEY,
  name text NOT NULL,
  price integer NOT NULL,
  stock integer NOT NULL CHECK (stock >= 0)
);

CREATE TABLE cart_items (
  user_id text NOT NULL,
  product_id text NOT NULL REFERENCES products (id),
  quantity integer NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (user_id, product_id)
);

CREATE TABLE orders (
  id text PRIMARY KEY,
  user_id text NOT NULL,
  status text NOT NULL,
  total integer NOT NULL,
  currency text NOT NULL,
  shipping_address jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_by_user ON orders (user_id, created_at DESC);

CREATE TABLE order_lines (
  order_id text NOT NULL REFERENCES orders (id),
  product_id text NOT NULL REFERENCES products (id),
  name text NOT NULL,
  quantity integer NOT NULL,
  unit_price integer NOT NULL,
  PRIMARY KEY (order_id, product_id)
);

CREATE TABLE order_payments (
  id text PRIMARY KEY,
  order_id text NOT NULL UNIQUE REFERENCES orders (id),
  amount integer NOT NULL,
  currency text NOT NULL,
  status text NOT NULL,
  token text NOT NULL
);
