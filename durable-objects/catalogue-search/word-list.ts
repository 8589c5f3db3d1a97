import { limits } from "../../contracts/limits.ts";
import { gramsOf } from "./grams.ts";
import type { KnownWord, Term, Vocabulary } from "./spelling.ts";

/** Sorts behind every word that begins in the same way. */
const last = "\u{10FFFF}";
/** Of so many words that begin as asked it is counted how many things have them. */
const wordsCounted = 100;

/** Every word that things have, on disk, and those that are spelled alike. */
export class WordList implements Vocabulary {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** So many things more (or fewer) have these words. A word that nothing has is forgotten. */
  count(changes: ReadonlyMap<string, number>): void {
    for (const [word, change] of changes) {
      if (change > 0) this.#add(word, change);
      else if (change < 0) this.#take(word, -change);
    }
  }

  thingsOf(word: string): number {
    return this.#sql.exec<{ things: number }>("SELECT things FROM word WHERE word = ?", word).toArray()[0]?.things ?? 0;
  }

  hasBeginning(word: string): boolean {
    return this.#sql.exec("SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1", word, word + last).toArray().length > 0;
  }

  alike(word: string): KnownWord[] {
    return this.#sql
      .exec<{ word: string; things: number }>(
        `SELECT word.word, word.things FROM (
           SELECT word, count(*) AS shared FROM gram WHERE gram IN (SELECT value FROM json_each(?)) GROUP BY word ORDER BY shared DESC LIMIT ?
         ) AS near JOIN word ON word.id = near.word`,
        JSON.stringify(gramsOf(word)),
        limits.catalogueNearWordsMax,
      )
      .toArray();
  }

  /** How many things have a term, roughly where it is a beginning. */
  thingsWith({ forms, begins }: Term): number {
    let things = 0;
    for (const form of forms) {
      things += this.#sql
        .exec<{ things: number }>(
          "SELECT ifnull(sum(things), 0) AS things FROM (SELECT things FROM word WHERE word >= ? AND word < ? LIMIT ?)",
          form,
          begins ? form + last : `${form}\u0000`,
          wordsCounted,
        )
        .one().things;
    }
    return things;
  }

  #add(word: string, things: number): void {
    const { id, isNew } = this.#sql
      .exec<{ id: number; isNew: number }>(
        `INSERT INTO word (word, things) VALUES (?1, ?2) ON CONFLICT (word) DO UPDATE SET things = things + excluded.things
         RETURNING id, things = ?2 AS isNew`,
        word,
        things,
      )
      .one();
    if (isNew === 0) return;
    for (const gram of gramsOf(word)) this.#sql.exec("INSERT OR IGNORE INTO gram (gram, word) VALUES (?, ?)", gram, id);
  }

  #take(word: string, things: number): void {
    const [left] = this.#sql
      .exec<{ id: number; things: number }>("UPDATE word SET things = things - ? WHERE word = ? RETURNING id, things", things, word)
      .toArray();
    if (left === undefined || left.things > 0) return;
    for (const gram of gramsOf(word)) this.#sql.exec("DELETE FROM gram WHERE gram = ? AND word = ?", gram, left.id);
    this.#sql.exec("DELETE FROM word WHERE id = ?", left.id);
  }
}
