-- Keys that are held to a list of scopes (null: none), with a name for people. `last_used_at` is written in batches and may lag.
ALTER TABLE api_keys ADD COLUMN name TEXT;
ALTER TABLE api_keys ADD COLUMN scopes TEXT CHECK (scopes IS NULL OR json_valid(scopes));
ALTER TABLE api_keys ADD COLUMN last_used_at INTEGER;

-- Who is an ORGANIZER in which app.
CREATE TABLE organizers (
  app_id TEXT NOT NULL REFERENCES apps (id),
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (app_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX organizers_by_user ON organizers (user_id);

-- The organizer whose listing it is; null for the tenant's own.
ALTER TABLE listings ADD COLUMN owner_id TEXT;
CREATE INDEX listings_by_owner ON listings (app_id, owner_id, domain, id) WHERE owner_id IS NOT NULL;

-- A preflight carries no app: it is decided by its origin alone, which this finds without reading every app's list.
CREATE TABLE app_origins (
  origin TEXT NOT NULL,
  app_id TEXT NOT NULL REFERENCES apps (id),
  PRIMARY KEY (origin, app_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX app_origins_by_app ON app_origins (app_id);
CREATE TRIGGER app_origins_follow_new_apps AFTER INSERT ON apps BEGIN
  INSERT INTO app_origins SELECT DISTINCT value, NEW.id FROM json_each(NEW.allowed_origins);
END;
CREATE TRIGGER app_origins_follow_changes AFTER UPDATE OF allowed_origins ON apps BEGIN
  DELETE FROM app_origins WHERE app_id = NEW.id;
  INSERT INTO app_origins SELECT DISTINCT value, NEW.id FROM json_each(NEW.allowed_origins);
END;
INSERT INTO app_origins SELECT DISTINCT value, apps.id FROM apps, json_each(apps.allowed_origins);
