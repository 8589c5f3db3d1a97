-- Sessions that have ended and whose sockets may not know it yet: told by whoever ended them, or else by the sweep.
ALTER TABLE sessions ADD COLUMN sockets_told_at INTEGER;
UPDATE sessions SET sockets_told_at = ended_at;
CREATE INDEX sessions_untold ON sessions (ended_at) WHERE ended_at IS NOT NULL AND sockets_told_at IS NULL;

-- Who somebody is at an OpenID Connect provider. `provider`: its name in the configuration when they were linked.
CREATE TABLE identities (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  provider TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX identities_by_user ON identities (user_id, issuer);

-- A sign-in through a provider on its way: begun, come back from the provider, handed over to the page. Each step happens once.
CREATE TABLE oidc_sign_ins (
  state_hash TEXT PRIMARY KEY,
  provider TEXT NOT NULL,
  issuer TEXT NOT NULL,
  app_id TEXT NOT NULL REFERENCES apps (id),
  redirect_uri TEXT NOT NULL,
  -- Whether `redirect_uri` is one of the platform's own pages, whose code is good in the browser that began alone.
  own_page INTEGER NOT NULL CHECK (own_page IN (0, 1)),
  browser_hash TEXT NOT NULL,
  code_challenge TEXT,
  expires_at INTEGER NOT NULL,
  returned_at INTEGER,
  user_id TEXT REFERENCES users (id),
  code_hash TEXT UNIQUE,
  code_expires_at INTEGER,
  redeemed_at INTEGER
) STRICT;
CREATE INDEX oidc_sign_ins_by_expiry ON oidc_sign_ins (expires_at);
CREATE INDEX oidc_sign_ins_by_user ON oidc_sign_ins (user_id) WHERE user_id IS NOT NULL;
