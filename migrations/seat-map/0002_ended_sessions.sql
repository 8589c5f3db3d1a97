-- Sessions that ended while a socket of theirs was here or on its way: no ticket or token of theirs opens another one.
CREATE TABLE ended_session (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
