-- What one endpoint was told, is being told and could not be told.
CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('PENDING', 'DELIVERED', 'FAILED')),
  -- Of the series that is under way: sending again by hand begins a new one.
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When it is tried next. While a request is under way: when nothing can come of that any more.
  due_at INTEGER,
  failure TEXT,
  created_at INTEGER NOT NULL,
  CHECK ((status = 'PENDING') = (due_at IS NOT NULL))
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at, seq) WHERE status = 'PENDING';
CREATE INDEX delivery_done ON delivery (created_at, seq) WHERE status <> 'PENDING';
CREATE INDEX delivery_by_status ON delivery (status, seq);

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  error TEXT,
  duration_ms INTEGER NOT NULL,
  answer TEXT
) STRICT;
CREATE INDEX attempt_by_delivery ON attempt (delivery, id);
CREATE TRIGGER delivery_takes_its_attempts AFTER DELETE ON delivery BEGIN
  DELETE FROM attempt WHERE delivery = OLD.seq;
END;

-- One row. `waiting`: how many are PENDING, kept by triggers; `hold_until`: before then the receiver wants nothing.
CREATE TABLE standing (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  waiting INTEGER NOT NULL,
  hold_until INTEGER NOT NULL
) STRICT;
INSERT INTO standing VALUES (1, 0, 0);
CREATE TRIGGER delivery_waits AFTER INSERT ON delivery WHEN NEW.status = 'PENDING' BEGIN
  UPDATE standing SET waiting = waiting + 1;
END;
CREATE TRIGGER delivery_waits_no_more AFTER UPDATE OF status ON delivery WHEN OLD.status = 'PENDING' AND NEW.status <> 'PENDING' BEGIN
  UPDATE standing SET waiting = waiting - 1;
END;
CREATE TRIGGER delivery_waits_again AFTER UPDATE OF status ON delivery WHEN OLD.status <> 'PENDING' AND NEW.status = 'PENDING' BEGIN
  UPDATE standing SET waiting = waiting + 1;
END;
CREATE TRIGGER delivery_waits_nowhere AFTER DELETE ON delivery WHEN OLD.status = 'PENDING' BEGIN
  UPDATE standing SET waiting = waiting - 1;
END;
