-- One cart: what is in it, and what became of it.
CREATE TABLE cart (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Rises with every change.
  rev INTEGER NOT NULL CHECK (rev >= 0),
  currency TEXT,
  promotion_code TEXT,
  -- Of a guest's: the cart that it last gave what it had to.
  merged_into TEXT,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE item (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('PRODUCT', 'TICKETS')),
  product_id TEXT,
  variant_id TEXT UNIQUE,
  quantity INTEGER CHECK (quantity > 0),
  -- What one cost when its owner last agreed to it, in minor units.
  price INTEGER CHECK (price >= 0),
  reservation_token TEXT UNIQUE,
  added_at INTEGER NOT NULL,
  CHECK (iif(kind = 'PRODUCT', variant_id IS NOT NULL AND product_id IS NOT NULL AND quantity IS NOT NULL AND price IS NOT NULL, reservation_token IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The orders that were made of it. One that was given up for lost may still come to stand: `items` is what then leaves the cart.
CREATE TABLE checkout (
  order_id TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
  until INTEGER NOT NULL,
  items TEXT NOT NULL CHECK (json_valid(items)),
  promotion_code TEXT,
  begun_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX checkout_by_begun ON checkout (begun_at);

-- What a guest's cart gave to another that has not taken it up yet.
CREATE TABLE giving (
  rev INTEGER PRIMARY KEY,
  into_cart TEXT NOT NULL,
  given TEXT NOT NULL CHECK (json_valid(given))
) STRICT;

-- What was taken up of guests' carts, so that it is not taken up twice.
CREATE TABLE merged (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
