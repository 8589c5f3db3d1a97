-- What stands behind the bell: without its words, which are made when it is read.
CREATE TABLE notification (
  app_id TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  topic TEXT NOT NULL,
  data TEXT NOT NULL CHECK (json_valid(data)),
  at INTEGER NOT NULL,
  read_at INTEGER,
  PRIMARY KEY (app_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notification_by_app ON notification (app_id, at, id);
CREATE INDEX notification_unread ON notification (app_id, at, id) WHERE read_at IS NULL;
CREATE INDEX notification_by_date ON notification (at);

-- What its person has said of it: one row, once they have said anything. `muted`: the topics that are not kept, as they were with the change `version` of
-- their choices. `closed_at`: when the person was erased; nothing is kept any more.
CREATE TABLE wish (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  muted TEXT NOT NULL CHECK (json_valid(muted)),
  version INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
