-- The gateways where somebody listens. What is said is never written down.
CREATE TABLE listener (
  gateway TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
