/** Longer than any one-time ticket and any access token is good for. */
const rememberedMs = 3_600_000;
/** Forgetting looks through all of them, so a crowd that comes at once must not pay for it each. */
const forgetEveryMs = 60_000;

/** The one-time tickets that were spent at an object, in its table `spent_ticket (id, at)`. */
export class SpentTickets {
  #forgotAt = 0;

  /** Spends a ticket. False if it was spent before. */
  spend(sql: SqlStorage, id: string, now: number): boolean {
    if (Math.abs(now - this.#forgotAt) >= forgetEveryMs) {
      sql.exec("DELETE FROM spent_ticket WHERE at < ?", now - rememberedMs);
      this.#forgotAt = now;
    }
    return sql.exec("INSERT INTO spent_ticket VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", id, now).toArray().length > 0;
  }
}
