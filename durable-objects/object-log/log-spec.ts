import type { Migration } from "../migrate.ts";

/** A table that grows with the life of its object, and is read in pieces. */
export interface GrowingTable {
  name: string;
  /** Its primary key. */
  key: readonly [string, ...string[]];
  /** Which rows have come or changed since the object stood at `?1` and `?2`. */
  changed: string;
}

/** What of an object's SQLite is its log. A table of its migrations is in exactly one of the three lists. */
export interface LogSpec {
  migrations: readonly Migration[];
  /** Two numbers, `first` and `second`, that rise with every change of a growing table. `first` is the log's head. */
  head: string;
  /** Parents before what refers to them. */
  growing: readonly GrowingTable[];
  /** Small enough to be read in one turn. */
  whole: readonly string[];
  /** What need not outlive a disaster. */
  leftOut: readonly string[];
  /** What is different in an object that was brought back; null: nothing. */
  afterwards: string | null;
}
