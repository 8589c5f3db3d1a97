-- What the rooms' objects tell of themselves: for lists, search and export. Each row carries the version it was told with, and no older telling undoes it.

CREATE TABLE chat_rooms (
  id TEXT PRIMARY KEY,
  app_id TEXT NOT NULL REFERENCES apps (id),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('GROUP', 'DIRECT')),
  visibility TEXT NOT NULL CHECK (visibility IN ('PUBLIC', 'PRIVATE')),
  status TEXT NOT NULL CHECK (status IN ('ACTIVE', 'ARCHIVED')),
  owner_id TEXT,
  -- The showtime whose ticket holders meet here.
  showtime_id TEXT UNIQUE,
  member_count INTEGER NOT NULL CHECK (member_count >= 0),
  metadata TEXT NOT NULL CHECK (json_valid(metadata)),
  slow_mode_seconds INTEGER NOT NULL,
  pinned TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pinned)),
  -- Ten bits of the ids of its messages: a message's room is among those that have them.
  machine INTEGER NOT NULL CHECK (machine BETWEEN 0 AND 1023),
  head_seq INTEGER NOT NULL,
  last_message_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX chat_rooms_to_find ON chat_rooms (app_id, visibility, created_at, id);
CREATE INDEX chat_rooms_by_machine ON chat_rooms (app_id, machine, id);

CREATE TABLE chat_members (
  room_id TEXT NOT NULL REFERENCES chat_rooms (id),
  user_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('OWNER', 'MODERATOR', 'MEMBER')),
  state TEXT NOT NULL CHECK (state IN ('MEMBER', 'LEFT', 'BANNED')),
  joined_at INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  last_seen_at INTEGER,
  version INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_members_by_user ON chat_members (user_id, app_id, state);

CREATE TABLE messages (
  room_id TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  app_id TEXT NOT NULL,
  id TEXT NOT NULL,
  sender_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('TEXT', 'SYSTEM', 'JOIN', 'LEAVE')),
  content TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  edited_at INTEGER,
  deleted_at INTEGER,
  reply_to_seq INTEGER,
  mentions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(mentions)),
  reactions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(reactions)),
  version INTEGER NOT NULL,
  PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_id ON messages (id);
CREATE INDEX messages_by_sender ON messages (sender_id, sent_at);
