-- Everything about the sockets of one gateway that must outlive its memory. What a socket is belongs to, its version and its rights are in its attachment.
CREATE TABLE socket (
  id TEXT PRIMARY KEY,
  app_id TEXT,
  -- Null until CONNECT has said who it is.
  user_id TEXT,
  session_id TEXT,
  -- When it is closed: for not having connected, or for having been open too long.
  until INTEGER NOT NULL,
  -- How often the server sends a heart-beat of its own; 0 for clients that beat themselves, which the runtime answers.
  beat_ms INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX socket_by_until ON socket (until);
CREATE INDEX socket_by_user ON socket (user_id, app_id) WHERE user_id IS NOT NULL;
CREATE INDEX socket_by_session ON socket (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX socket_by_beat ON socket (beat_ms) WHERE beat_ms > 0;

CREATE TABLE subscription (
  socket_id TEXT NOT NULL,
  id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('room', 'command', 'presence', 'live', 'errors', 'heartbeatReply', 'notifications')),
  -- The room's id, the name of a live topic, or nothing.
  target TEXT NOT NULL,
  -- As the client spells it.
  destination TEXT NOT NULL,
  version TEXT NOT NULL,
  ack TEXT NOT NULL CHECK (ack IN ('auto', 'client', 'client-individual')),
  -- Whether the client says itself what was read.
  seen_explicit INTEGER NOT NULL,
  -- Whether later changes of messages come too.
  changes INTEGER NOT NULL,
  -- 0 while it is being sent what it missed. It has everything up to these, and what the room's row says if it is live.
  live INTEGER NOT NULL,
  from_seq INTEGER NOT NULL,
  from_rev INTEGER NOT NULL,
  PRIMARY KEY (socket_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_by_target ON subscription (app_id, target) WHERE target <> '';
CREATE INDEX subscription_behind ON subscription (socket_id) WHERE live = 0;

-- Up to where the ticks of a room were handled here.
CREATE TABLE room (
  app_id TEXT NOT NULL,
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  access INTEGER NOT NULL,
  PRIMARY KEY (app_id, room_id)
) STRICT, WITHOUT ROWID;

-- The pieces of a frame that has not come whole.
CREATE TABLE piece (
  n INTEGER PRIMARY KEY,
  socket_id TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX piece_by_socket ON piece (socket_id);

-- What was sent and is to be acknowledged. `held`: what leads to it again.
CREATE TABLE unacked (
  socket_id TEXT NOT NULL,
  ack_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  subscription_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  cumulative INTEGER NOT NULL,
  held TEXT NOT NULL CHECK (json_valid(held)),
  PRIMARY KEY (socket_id, ack_id)
) STRICT;

-- Open transactions, and their frames until COMMIT. The row without a frame is BEGIN.
CREATE TABLE held_frame (
  n INTEGER PRIMARY KEY,
  socket_id TEXT NOT NULL,
  name TEXT NOT NULL,
  frame TEXT CHECK (frame IS NULL OR json_valid(frame))
) STRICT;
CREATE INDEX held_frame_by_socket ON held_frame (socket_id, name);

-- Sessions that ended, so that no ticket of theirs opens another socket, and tickets that were used.
CREATE TABLE ended_session (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE spent_ticket (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
