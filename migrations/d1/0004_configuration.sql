-- The configuration service: what applications read, by profile. A change is a new version; the newest one is in force.

CREATE TABLE configuration_versions (
  application TEXT NOT NULL,
  profile TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  -- A JSON object of flat properties. What is secret is {"sealed": "…"}, encrypted.
  properties TEXT NOT NULL CHECK (json_type(properties) = 'object'),
  author TEXT NOT NULL,
  -- The version whose values a rollback took up again.
  restored_version INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (application, profile, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER configuration_versions_never_change BEFORE UPDATE ON configuration_versions
BEGIN SELECT RAISE (ABORT, 'a version of a configuration never changes'); END;
CREATE TRIGGER configuration_versions_never_go BEFORE DELETE ON configuration_versions
BEGIN SELECT RAISE (ABORT, 'a version of a configuration never goes'); END;
