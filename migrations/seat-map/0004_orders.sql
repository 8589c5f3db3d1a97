-- A booking may be one of several that an order's payment paid for, and may have cost less than its seats: JSON of amount and code.
ALTER TABLE booking ADD COLUMN order_id TEXT;
ALTER TABLE booking ADD COLUMN discount TEXT CHECK (discount IS NULL OR json_valid(discount));
