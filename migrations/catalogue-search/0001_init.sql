-- What one app sells and shows, to be found by its words.

-- Each kind, category and set of cities that things have together, once: the low 20 bits of every thing's id, so that counting them needs no other table.
CREATE TABLE bucket (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  cities TEXT NOT NULL,
  UNIQUE (kind, category, cities)
) STRICT;

CREATE TABLE thing (
  -- Number in the order of arrival × 2^20 + bucket: the index itself goes from new to old.
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  -- When somebody last told of it, in ms: what a rebuilding did not tell of is gone.
  told_at INTEGER NOT NULL,
  -- The row of something hidden stays, so that an older telling does not bring it back.
  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  price INTEGER,
  title_key TEXT NOT NULL,
  text_words INTEGER NOT NULL,
  UNIQUE (kind, thing_id)
) STRICT;
CREATE INDEX thing_by_title ON thing (title_key) WHERE hidden = 0;
CREATE INDEX thing_by_price ON thing (price) WHERE hidden = 0;
CREATE INDEX thing_by_telling ON thing (told_at);

-- As it is written, for what is shown of it, and for taking its words out again.
CREATE TABLE writing (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  tags TEXT NOT NULL
) STRICT;

-- It is given folded words between spaces, so what a word is, is said in one place only and not by the tokenizer; whoever changes that place makes the index
-- anew here, for what is taken out must be told as it was put in. (With contentless_delete it need not, but then one deleted row makes every search five
-- times as slow.) Nothing asks for phrases.
CREATE VIRTUAL TABLE words USING fts5 (
  title, text, tags, content = '', tokenize = 'ascii', detail = 'column', prefix = '1 2 3'
);

-- Every word that there is and how many things have it; `gram`: the pieces by which words that are spelled alike find each other.
CREATE TABLE word (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word TEXT NOT NULL UNIQUE,
  things INTEGER NOT NULL
) STRICT;
CREATE TABLE gram (
  gram TEXT NOT NULL,
  word INTEGER NOT NULL,
  PRIMARY KEY (gram, word)
) STRICT, WITHOUT ROWID;

-- One row: when all was last told from D1, and when that was last asked for, in ms.
CREATE TABLE building (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  asked_at INTEGER NOT NULL DEFAULT 0,
  built_at INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO building (one) VALUES (1);
