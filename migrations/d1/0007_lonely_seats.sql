-- What becomes of a choice that leaves a single seat alone: the showtime's rule.
ALTER TABLE showtimes ADD COLUMN lonely_seats TEXT NOT NULL DEFAULT 'OFF' CHECK (lonely_seats IN ('OFF', 'LENIENT', 'STRICT'));
