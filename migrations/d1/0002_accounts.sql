ALTER TABLE users ADD COLUMN avatar_url TEXT;
-- When the person went. The row stays for the ledger's sake, without anything that says who it was.
ALTER TABLE users ADD COLUMN erased_at INTEGER;
CREATE INDEX users_by_name ON users (name COLLATE NOCASE, id);

-- One live code a person and purpose; only a hash of it.
CREATE TABLE codes (
  user_id TEXT NOT NULL REFERENCES users (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('VERIFY_EMAIL', 'RESET_PASSWORD')),
  hash TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
  -- The attempt that was right; set once.
  spent_by TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_by_expiry ON codes (expires_at);

-- What is counted for an account over all networks, for an hour or a day, and how much of it came from networks that it does not know.
CREATE TABLE quotas (
  key TEXT PRIMARY KEY,
  total INTEGER NOT NULL,
  strangers INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX quotas_by_end ON quotas (ends_at);

-- Where somebody has signed in before, as a keyed hash: from there the failures of strangers keep nobody out.
CREATE TABLE known_networks (
  user_id TEXT NOT NULL REFERENCES users (id),
  network TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX known_networks_by_age ON known_networks (seen_at);

-- What the sweep deletes, and what an export and an erasure look for.
CREATE INDEX login_failures_by_age ON login_failures (last_failed_at);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at);
CREATE INDEX mails_by_recipient ON mails (recipient, created_at);
