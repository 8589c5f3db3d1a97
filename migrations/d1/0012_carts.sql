-- In which apps somebody has had a cart: what is in it, its object alone knows. For exports and erasure.
CREATE TABLE carts (
  user_id TEXT NOT NULL,
  app_id TEXT NOT NULL REFERENCES apps (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, app_id)
) STRICT, WITHOUT ROWID;
