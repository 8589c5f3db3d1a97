-- Facts that others must hear of, written with the change itself. A row goes when its consumers have recorded it. ----------------------------

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  created_at INTEGER NOT NULL,
  -- When it was last given to the queue, which may forget it.
  sent_at INTEGER
) STRICT;
CREATE INDEX outbox_unsent ON outbox (created_at) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

-- Products ----------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE products (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  -- The organizer whose product it is; null for the tenant's own.
  owner_id TEXT,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  category TEXT,
  price INTEGER NOT NULL CHECK (price >= 0),
  currency TEXT NOT NULL,
  images TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(images)),
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'DRAFT', 'ARCHIVED')),
  metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
  -- What a CSV import knows it by.
  sku TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX products_by_app ON products (app_id, status, id);
CREATE INDEX products_by_category ON products (app_id, status, category, id);
CREATE INDEX products_by_price ON products (app_id, status, price, id);
CREATE INDEX products_by_name ON products (app_id, status, name COLLATE NOCASE, id);
CREATE INDEX products_by_owner ON products (app_id, owner_id, id) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX products_by_sku ON products (app_id, sku) WHERE sku IS NOT NULL;

-- What is sold and counted. A product without variants has one of the name ''. `held`: in orders that are not paid yet.
CREATE TABLE product_variants (
  id TEXT PRIMARY KEY,
  product_id TEXT NOT NULL REFERENCES products (id),
  app_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  -- Null: what the product costs.
  price INTEGER CHECK (price >= 0),
  stock INTEGER NOT NULL CHECK (stock >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  sku TEXT,
  CONSTRAINT enough_in_stock CHECK (held <= stock),
  UNIQUE (product_id, name)
) STRICT;

-- Promotions --------------------------------------------------------------------------------------------------------------------------------

CREATE TABLE promotions (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  code TEXT NOT NULL COLLATE NOCASE,
  percent INTEGER CHECK (percent BETWEEN 1 AND 100),
  amount INTEGER CHECK (amount > 0),
  currency TEXT,
  applies_to TEXT NOT NULL CHECK (applies_to IN ('ALL', 'PRODUCTS', 'TICKETS')),
  min_subtotal INTEGER NOT NULL DEFAULT 0 CHECK (min_subtotal >= 0),
  max_uses INTEGER CHECK (max_uses > 0),
  max_uses_per_user INTEGER CHECK (max_uses_per_user > 0),
  starts_at INTEGER,
  ends_at INTEGER,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  uses INTEGER NOT NULL DEFAULT 0 CHECK (uses >= 0),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((percent IS NULL) <> (amount IS NULL)),
  CHECK (amount IS NULL OR currency IS NOT NULL),
  CONSTRAINT promotion_uses_left CHECK (max_uses IS NULL OR uses <= max_uses),
  UNIQUE (app_id, code)
) STRICT;

CREATE TABLE promotion_users (
  promotion_id TEXT NOT NULL REFERENCES promotions (id),
  user_id TEXT NOT NULL,
  uses INTEGER NOT NULL CHECK (uses >= 0),
  PRIMARY KEY (promotion_id, user_id)
) STRICT, WITHOUT ROWID;

-- In which apps somebody has had a cart: what is in it, its object alone knows. For exports and erasure.
CREATE TABLE carts (
  user_id TEXT NOT NULL,
  app_id TEXT NOT NULL REFERENCES apps (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, app_id)
) STRICT, WITHOUT ROWID;

-- Orders: order, payment and fulfilment each have a state of their own; `status`, the label, follows from them. -------------------------------

CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  user_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('PLACED', 'CONFIRMED', 'CANCELLED')),
  -- NONE: nothing of it is sent.
  fulfilment TEXT NOT NULL CHECK (fulfilment IN ('NONE', 'UNFULFILLED', 'FULFILLING', 'SHIPPED', 'DELIVERED')),
  -- Where the checkout stands, and who is at it until when.
  step TEXT NOT NULL CHECK (step IN ('CHARGING', 'BOOKING', 'UNDOING', 'CALLING_OFF', 'DONE')),
  worker TEXT,
  leased_until INTEGER NOT NULL DEFAULT 0,
  subtotal INTEGER NOT NULL CHECK (subtotal >= 0),
  discount INTEGER NOT NULL CHECK (discount BETWEEN 0 AND subtotal),
  total INTEGER NOT NULL CHECK (total = subtotal - discount),
  -- What has been decided to go back, whether or not the provider has paid it yet.
  refunded_amount INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL,
  promotion_id TEXT REFERENCES promotions (id),
  promotion_code TEXT,
  payment_id TEXT UNIQUE,
  shipping_address TEXT CHECK (shipping_address IS NULL OR json_valid(shipping_address)),
  tracking TEXT CHECK (tracking IS NULL OR json_valid(tracking)),
  -- Why it came to nothing, or was called off, and by whom: that decides what goes back for its tickets.
  end_reason TEXT,
  ended_by TEXT CHECK (ended_by IN ('BUYER', 'SELLER', 'SYSTEM')),
  expires_at INTEGER NOT NULL,
  paid_at INTEGER,
  delivered_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  status TEXT NOT NULL GENERATED ALWAYS AS (
    CASE state
      WHEN 'PLACED' THEN 'PENDING'
      WHEN 'CANCELLED' THEN 'CANCELLED'
      ELSE CASE
        WHEN total > 0 AND refunded_amount >= total THEN 'REFUNDED'
        WHEN fulfilment IN ('NONE', 'UNFULFILLED') THEN 'PAID'
        ELSE fulfilment
      END
    END
  ) VIRTUAL,
  CHECK (refunded_amount BETWEEN 0 AND total)
) STRICT;
CREATE INDEX orders_by_user ON orders (user_id, created_at, id);
CREATE INDEX orders_by_app ON orders (app_id, created_at, id);
CREATE INDEX orders_by_status ON orders (app_id, status, created_at, id);
CREATE INDEX orders_by_promotion ON orders (promotion_id) WHERE promotion_id IS NOT NULL;
CREATE INDEX orders_unfinished ON orders (updated_at) WHERE step <> 'DONE';
CREATE INDEX orders_to_ship ON orders (app_id, status) WHERE fulfilment <> 'NONE';

-- As they were when they were sold. `stock_state`: NONE for tickets; the triggers below move the stock with it.
CREATE TABLE order_lines (
  id TEXT PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  app_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('PRODUCT', 'TICKETS')),
  product_id TEXT,
  variant_id TEXT,
  -- The organizer who sells it; null for the tenant.
  seller_id TEXT,
  name TEXT NOT NULL,
  variant_name TEXT NOT NULL DEFAULT '',
  image_url TEXT,
  listing_id TEXT,
  showtime_id TEXT,
  reservation_token TEXT,
  seats TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(seats)),
  booking_id TEXT,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
  -- Before the discount; `discount` is this line's part of it.
  amount INTEGER NOT NULL CHECK (amount >= 0),
  discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND amount),
  stock_state TEXT NOT NULL CHECK (stock_state IN ('NONE', 'HELD', 'TAKEN', 'RETURNED')),
  returned_quantity INTEGER NOT NULL DEFAULT 0 CHECK (returned_quantity BETWEEN 0 AND quantity),
  CHECK ((kind = 'PRODUCT') = (variant_id IS NOT NULL)),
  CHECK ((kind = 'TICKETS') = (reservation_token IS NOT NULL))
) STRICT;
CREATE INDEX order_lines_by_order ON order_lines (order_id, position);
CREATE INDEX order_lines_by_seller ON order_lines (app_id, seller_id, order_id) WHERE seller_id IS NOT NULL;
CREATE INDEX order_lines_by_variant ON order_lines (variant_id) WHERE variant_id IS NOT NULL;
CREATE UNIQUE INDEX order_lines_by_booking ON order_lines (booking_id) WHERE booking_id IS NOT NULL;
-- A reservation is in one order that is under way or went through; of an order that came to nothing its lines let go of it.
CREATE INDEX order_lines_by_reservation ON order_lines (reservation_token) WHERE reservation_token IS NOT NULL;

CREATE TRIGGER order_lines_hold_stock AFTER INSERT ON order_lines WHEN NEW.stock_state = 'HELD' BEGIN
  -- One that was taken off the shelf since it was priced has nothing in stock.
  SELECT RAISE(ABORT, 'enough_in_stock') WHERE NOT EXISTS (SELECT 1 FROM product_variants WHERE id = NEW.variant_id);
  UPDATE product_variants SET held = held + NEW.quantity WHERE id = NEW.variant_id;
END;
CREATE TRIGGER order_lines_take_stock AFTER UPDATE OF stock_state ON order_lines WHEN OLD.stock_state = 'HELD' AND NEW.stock_state = 'TAKEN' BEGIN
  UPDATE product_variants SET stock = stock - NEW.quantity, held = held - NEW.quantity WHERE id = NEW.variant_id;
END;
CREATE TRIGGER order_lines_let_stock_go AFTER UPDATE OF stock_state ON order_lines WHEN OLD.stock_state = 'HELD' AND NEW.stock_state = 'RETURNED' BEGIN
  UPDATE product_variants SET held = held - NEW.quantity WHERE id = NEW.variant_id;
END;
CREATE TRIGGER order_lines_give_stock_back AFTER UPDATE OF returned_quantity ON order_lines
WHEN NEW.stock_state = 'TAKEN' AND NEW.returned_quantity <> OLD.returned_quantity BEGIN
  UPDATE product_variants SET stock = stock + NEW.returned_quantity - OLD.returned_quantity WHERE id = NEW.variant_id;
END;

-- Revenue is what came in: the tickets of an order are counted with their bookings, the rest when the order is confirmed.
CREATE TRIGGER confirmed_orders_add_to_sales AFTER UPDATE OF state ON orders WHEN NEW.state = 'CONFIRMED' AND OLD.state <> 'CONFIRMED' BEGIN
  INSERT INTO daily_sales (app_id, day, currency, revenue)
  SELECT NEW.app_id, date(NEW.updated_at / 1000, 'unixepoch'), NEW.currency, sum(amount - discount)
  FROM order_lines WHERE order_id = NEW.id AND kind = 'PRODUCT' HAVING count(*) > 0
  ON CONFLICT (app_id, day, currency) DO UPDATE SET revenue = revenue + excluded.revenue;
END;

-- A code's use by an order, from its placing on; `released` when the order came to nothing.
CREATE TABLE promotion_uses (
  order_id TEXT PRIMARY KEY REFERENCES orders (id),
  promotion_id TEXT NOT NULL REFERENCES promotions (id),
  user_id TEXT NOT NULL,
  released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX promotion_uses_by_promotion ON promotion_uses (promotion_id, created_at);
CREATE TRIGGER promotion_uses_count AFTER INSERT ON promotion_uses BEGIN
  UPDATE promotions SET uses = uses + 1 WHERE id = NEW.promotion_id;
  INSERT INTO promotion_users (promotion_id, user_id, uses) VALUES (NEW.promotion_id, NEW.user_id, 1)
  ON CONFLICT (promotion_id, user_id) DO UPDATE SET uses = uses + 1;
  SELECT RAISE(ABORT, 'promotion_uses_of_user_left') FROM promotions
  JOIN promotion_users ON promotion_users.promotion_id = promotions.id AND promotion_users.user_id = NEW.user_id
  WHERE promotions.id = NEW.promotion_id AND promotion_users.uses > promotions.max_uses_per_user;
END;
CREATE TRIGGER promotion_uses_go_back AFTER UPDATE OF released ON promotion_uses WHEN OLD.released = 0 AND NEW.released = 1 BEGIN
  UPDATE promotions SET uses = uses - 1 WHERE id = NEW.promotion_id;
  UPDATE promotion_users SET uses = uses - 1 WHERE promotion_id = NEW.promotion_id AND user_id = NEW.user_id;
END;

-- What happened to an order. `key` keeps a step that is taken again from standing there twice.
CREATE TABLE order_timeline (
  order_id TEXT NOT NULL REFERENCES orders (id),
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  actor TEXT NOT NULL,
  details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
  PRIMARY KEY (order_id, key)
) STRICT, WITHOUT ROWID;

-- Payments: for a reservation or for an order, and every one with its history -----------------------------------------------------------------

PRAGMA defer_foreign_keys = ON;
DROP TRIGGER refunds_add_to_sales;
DROP TRIGGER refunds_stay_within_payment;
CREATE TABLE payments_kept AS SELECT * FROM payments;
DROP TABLE payments;
CREATE TABLE payments (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- What it is for: a reservation of a showtime, or an order.
  showtime_id TEXT,
  reservation_token TEXT,
  order_id TEXT,
  provider TEXT NOT NULL,
  charge_id TEXT,
  method TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'SUCCESS', 'FAILED', 'REFUNDED')),
  failure_code TEXT,
  next_action TEXT CHECK (next_action IS NULL OR json_valid(next_action)),
  -- The reservation that this payment confirms; of an order, that order once it is CONFIRMED. Set once, by a conditional update: no payment confirms two bookings.
  used_by TEXT,
  booking_id TEXT,
  confirms_itself INTEGER NOT NULL DEFAULT 0 CHECK (confirms_itself IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((reservation_token IS NULL) <> (order_id IS NULL)),
  CHECK ((reservation_token IS NULL) = (showtime_id IS NULL))
) STRICT;
INSERT INTO payments
  (id, app_id, user_id, showtime_id, reservation_token, provider, charge_id, method, amount, currency, status, failure_code, next_action, used_by,
   booking_id, confirms_itself, created_at, updated_at)
SELECT id, app_id, user_id, showtime_id, reservation_token, provider, charge_id, method, amount, currency, status, failure_code, next_action, used_by,
  booking_id, confirms_itself, created_at, updated_at
FROM payments_kept;
DROP TABLE payments_kept;
CREATE UNIQUE INDEX payments_by_charge ON payments (provider, charge_id) WHERE charge_id IS NOT NULL;
-- A reservation is paid once: a second attempt is possible only after the first has failed or was refunded. An order has one attempt.
CREATE UNIQUE INDEX payments_live_by_reservation ON payments (reservation_token) WHERE status IN ('PENDING', 'SUCCESS');
CREATE UNIQUE INDEX payments_by_order ON payments (order_id) WHERE order_id IS NOT NULL;
CREATE UNIQUE INDEX payments_by_use ON payments (used_by) WHERE used_by IS NOT NULL;
CREATE INDEX payments_by_user ON payments (user_id, created_at);
CREATE INDEX payments_by_app ON payments (app_id, created_at);
CREATE INDEX payments_unsettled ON payments (created_at) WHERE status = 'PENDING';
CREATE INDEX payments_unbooked ON payments (updated_at) WHERE status = 'SUCCESS' AND booking_id IS NULL AND (order_id IS NULL OR used_by IS NULL);
CREATE TRIGGER failed_payments_add_to_sales AFTER UPDATE OF status ON payments WHEN NEW.status = 'FAILED' AND OLD.status <> 'FAILED' BEGIN
  INSERT INTO daily_sales (app_id, day, currency, payments_failed)
  VALUES (NEW.app_id, date(NEW.updated_at / 1000, 'unixepoch'), NEW.currency, 1)
  ON CONFLICT (app_id, day, currency) DO UPDATE SET payments_failed = payments_failed + 1;
END;

-- `booking_id`: given back for a booking; `order_id`: for what an order has besides bookings. Neither: the payment was for nothing, and goes back whole, once.
ALTER TABLE refunds ADD COLUMN order_id TEXT;
DROP INDEX refunds_of_lost_payments;
CREATE UNIQUE INDEX refunds_of_lost_payments ON refunds (payment_id) WHERE booking_id IS NULL AND order_id IS NULL;
CREATE INDEX refunds_by_order ON refunds (order_id) WHERE order_id IS NOT NULL;
CREATE TRIGGER refunds_add_to_sales AFTER INSERT ON refunds BEGIN
  INSERT INTO daily_sales (app_id, day, currency, refunds)
  SELECT NEW.app_id, date(NEW.created_at / 1000, 'unixepoch'), currency, NEW.amount FROM payments WHERE id = NEW.payment_id
  ON CONFLICT (app_id, day, currency) DO UPDATE SET refunds = refunds + excluded.refunds;
END;
-- The last guard: nobody gets back more than was paid.
CREATE TRIGGER refunds_stay_within_payment BEFORE INSERT ON refunds
WHEN NOT EXISTS (SELECT 1 FROM refunds WHERE id = NEW.id)
  AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
    < NEW.amount + ifnull((SELECT sum(amount) FROM refunds WHERE payment_id = NEW.payment_id), 0)
BEGIN
  SELECT RAISE(ABORT, 'refunds exceed their payment');
END;
CREATE TRIGGER refunds_add_to_orders AFTER INSERT ON refunds BEGIN
  UPDATE orders SET refunded_amount = refunded_amount + NEW.amount, updated_at = max(updated_at, NEW.created_at) WHERE payment_id = NEW.payment_id;
END;

-- Append-only: the triggers write it, so that no way of changing a payment goes round it.
CREATE TABLE payment_events (
  id INTEGER PRIMARY KEY,
  payment_id TEXT NOT NULL REFERENCES payments (id),
  type TEXT NOT NULL CHECK (type IN ('AUTHORISED', 'CAPTURED', 'REFUNDED', 'FAILED', 'DISPUTED', 'DISPUTE_WON', 'DISPUTE_LOST')),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  at INTEGER NOT NULL,
  -- The provider's charge, our refund, the provider's dispute; or why it failed.
  reference TEXT,
  -- What keeps a provider's news from standing here twice.
  key TEXT NOT NULL,
  UNIQUE (payment_id, key)
) STRICT;
CREATE TRIGGER payment_events_never_change BEFORE UPDATE ON payment_events BEGIN SELECT RAISE (ABORT, 'payment events are append-only'); END;
CREATE TRIGGER payment_events_never_go BEFORE DELETE ON payment_events BEGIN SELECT RAISE (ABORT, 'payment events are append-only'); END;
INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
SELECT id, type, amount, updated_at, charge_id, lower(type) FROM payments CROSS JOIN (SELECT 'AUTHORISED' AS type UNION ALL SELECT 'CAPTURED')
WHERE status IN ('SUCCESS', 'REFUNDED');
INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
SELECT id, 'FAILED', amount, updated_at, failure_code, 'failed' FROM payments WHERE status = 'FAILED';
INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
SELECT payment_id, 'REFUNDED', amount, updated_at, id, id FROM refunds WHERE status = 'SUCCEEDED';
CREATE TRIGGER payments_succeed AFTER UPDATE OF status ON payments
WHEN NEW.status IN ('SUCCESS', 'REFUNDED') AND OLD.status IN ('PENDING', 'FAILED') BEGIN
  INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
  VALUES (NEW.id, 'AUTHORISED', NEW.amount, NEW.updated_at, NEW.charge_id, 'authorised'),
    (NEW.id, 'CAPTURED', NEW.amount, NEW.updated_at, NEW.charge_id, 'captured')
  ON CONFLICT (payment_id, key) DO NOTHING;
END;
CREATE TRIGGER payments_fail AFTER UPDATE OF status ON payments WHEN NEW.status = 'FAILED' AND OLD.status = 'PENDING' BEGIN
  INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
  VALUES (NEW.id, 'FAILED', NEW.amount, NEW.updated_at, NEW.failure_code, 'failed')
  ON CONFLICT (payment_id, key) DO NOTHING;
END;
CREATE TRIGGER refunds_are_paid AFTER UPDATE OF status ON refunds WHEN NEW.status = 'SUCCEEDED' AND OLD.status = 'PENDING' BEGIN
  INSERT INTO payment_events (payment_id, type, amount, at, reference, key)
  VALUES (NEW.payment_id, 'REFUNDED', NEW.amount, NEW.updated_at, NEW.id, NEW.id)
  ON CONFLICT (payment_id, key) DO NOTHING;
END;

-- Whoever pays for an order is waited for by the order.
CREATE TRIGGER payments_of_orders_tell AFTER UPDATE OF status ON payments
WHEN NEW.order_id IS NOT NULL AND NEW.status <> OLD.status AND NEW.status IN ('SUCCESS', 'FAILED') BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at)
  VALUES ('fact_' || NEW.id, NEW.app_id, iif(NEW.status = 'SUCCESS', 'payment.succeeded', 'payment.failed'),
    json_object('paymentId', NEW.id, 'orderId', NEW.order_id), NEW.updated_at)
  ON CONFLICT (id) DO NOTHING;
END;

-- What the search index follows: each change of a listing or a product leaves a note with it --------------------------------------------------

CREATE TRIGGER listings_tell_search AFTER INSERT ON listings BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'LISTING', 'subjectId', NEW.id), NEW.updated_at);
END;
CREATE TRIGGER changed_listings_tell_search AFTER UPDATE ON listings BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'LISTING', 'subjectId', NEW.id), NEW.updated_at);
END;
CREATE TRIGGER deleted_listings_tell_search AFTER DELETE ON listings BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), OLD.app_id, 'catalogue.changed', json_object('kind', 'LISTING', 'subjectId', OLD.id), OLD.updated_at);
END;
CREATE TRIGGER showtimes_tell_search AFTER INSERT ON showtimes BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'LISTING', 'subjectId', NEW.listing_id), NEW.updated_at);
END;
CREATE TRIGGER changed_showtimes_tell_search AFTER UPDATE OF starts_at, status, venue_id ON showtimes
WHEN NEW.starts_at <> OLD.starts_at OR NEW.status <> OLD.status OR NEW.venue_id <> OLD.venue_id BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'LISTING', 'subjectId', NEW.listing_id), NEW.updated_at);
END;
CREATE TRIGGER products_tell_search AFTER INSERT ON products BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'PRODUCT', 'subjectId', NEW.id), NEW.updated_at);
END;
CREATE TRIGGER changed_products_tell_search AFTER UPDATE ON products BEGIN
  INSERT INTO outbox (id, app_id, type, body, created_at) VALUES ('fact_' || lower(hex(randomblob(16))), NEW.app_id, 'catalogue.changed', json_object('kind', 'PRODUCT', 'subjectId', NEW.id), NEW.updated_at);
END;
