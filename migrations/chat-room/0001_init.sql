-- One room. Its messages are dense in `seq`, everything later in `rev`; `access` is raised when somebody may no longer listen.
CREATE TABLE room (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  access INTEGER NOT NULL DEFAULT 0,
  -- Every message up to this one is in D1, as it was first said or later.
  archived_seq INTEGER NOT NULL DEFAULT 0,
  -- Messages before this one are in D1 alone.
  kept_from INTEGER NOT NULL DEFAULT 1,
  -- What D1 knows of the room itself: the version that it was last told and acknowledged.
  told_version INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE message (
  seq INTEGER PRIMARY KEY,
  -- Milliseconds since the epoch of the ids × 4096 + count: the message's id but for the room's machine bits, which are always the same.
  ticks INTEGER NOT NULL UNIQUE,
  sender_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('TEXT', 'SYSTEM', 'JOIN', 'LEAVE')),
  content TEXT NOT NULL,
  edited_at INTEGER,
  deleted_at INTEGER,
  reply_to_seq INTEGER,
  mentions TEXT CHECK (mentions IS NULL OR json_valid(mentions)),
  reactions TEXT CHECK (reactions IS NULL OR json_valid(reactions)),
  -- The last change of it; 0 for one that never changed.
  rev INTEGER NOT NULL DEFAULT 0,
  UNIQUE (sender_id, client_id)
) STRICT;

-- The names that senders gave to messages which are in D1 alone: they are spent for ever.
CREATE TABLE spent_client_id (
  sender_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (sender_id, client_id)
) STRICT, WITHOUT ROWID;

-- What was changed, by whom, in one log: edits, deletions, reactions, membership, moderation, settings. `head`: the last message then.
CREATE TABLE change (
  rev INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  head INTEGER NOT NULL,
  seq INTEGER,
  user_id TEXT,
  fields TEXT CHECK (fields IS NULL OR json_valid(fields))
) STRICT;

CREATE TABLE member (
  user_id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('OWNER', 'MODERATOR', 'MEMBER')),
  state TEXT NOT NULL CHECK (state IN ('MEMBER', 'LEFT', 'BANNED')),
  joined_at INTEGER NOT NULL,
  muted_until INTEGER,
  read_seq INTEGER NOT NULL,
  delivered_seq INTEGER NOT NULL,
  last_seen_at INTEGER,
  -- When their last tab left, until everybody has heard of it.
  leaving_at INTEGER,
  -- Their last message, while the room is in slow mode.
  last_sent_at INTEGER,
  version INTEGER NOT NULL,
  told_version INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX member_untold ON member (user_id) WHERE version > told_version;

-- Messages that changed since D1 was told of them.
CREATE TABLE changed_message (
  seq INTEGER PRIMARY KEY,
  rev INTEGER NOT NULL
) STRICT;

CREATE TABLE invite (
  id TEXT PRIMARY KEY,
  token_digest TEXT NOT NULL UNIQUE,
  user_id TEXT,
  uses_max INTEGER NOT NULL,
  uses INTEGER NOT NULL DEFAULT 0,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invite_by_user ON invite (user_id) WHERE user_id IS NOT NULL;

-- Who listens at which gateway.
CREATE TABLE listener (
  gateway TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (gateway, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX listener_by_user ON listener (user_id);

CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
