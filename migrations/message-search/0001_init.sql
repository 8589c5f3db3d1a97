-- The messages of one app, to be found by their words.
CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  room_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE message (
  -- Milliseconds since 2024-01-01 × 4096 + count: a later message has a higher id, so that the index itself goes from new to old.
  id INTEGER PRIMARY KEY,
  room INTEGER NOT NULL REFERENCES room (id),
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- Empty: deleted, and not among the words. The row stays, so that an older telling of the message does not bring it back.
  content TEXT NOT NULL,
  UNIQUE (room, seq)
) STRICT;

CREATE VIEW told AS SELECT id, content, 'r' || room AS place FROM message;

-- The room is a word of its own, so that a search in few rooms reads only what is in them.
CREATE VIRTUAL TABLE words USING fts5 (
  content, place, content = 'told', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
