import { env } from "cloudflare:workers";

/** What has become of some mails, by their rows. */
export interface MailBooks {
  sent: string[];
  pending: string[];
  dead: string[];
  skipped: string[];
}

/** Those of these mails that have a row, by its status. */
export async function mailBooks(keys: readonly string[]): Promise<MailBooks> {
  const { results } = await env.DB.prepare(
    "SELECT key, lower(status) AS status FROM mails WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
  )
    .bind(JSON.stringify(keys))
    .all<{ key: string; status: keyof MailBooks }>();
  const books: MailBooks = { sent: [], pending: [], dead: [], skipped: [] };
  for (const { key, status } of results) books[status].push(key);
  return books;
}

/**
 * I11 and I18 of mails: each that was enqueued is sent, waits, is in the dead letters or was left out, in one of these ways; the provider has each that was sent
 * once, and none that was not enqueued or was left out. `taken`: the keys of the mails that the provider has, one for each mail that it would show. Answers what
 * does not hold.
 */
export async function mailFaults(enqueued: readonly string[], taken: readonly string[]): Promise<string[]> {
  const keys = [...new Set(enqueued)];
  const books = await mailBooks(keys);
  const known = Object.values(books).flat();
  const letters = await deadLettersOf(keys);
  const timesTaken = (key: string) => taken.filter((each) => each === key).length;
  return [
    ...keys.filter((key) => !known.includes(key)).map((key) => `${key} is lost`),
    ...keys.filter((key) => timesTaken(key) > 1).map((key) => `${key} was taken ${timesTaken(key)} times`),
    ...books.sent.filter((key) => timesTaken(key) === 0).map((key) => `${key} is sent, and nobody has it`),
    ...books.skipped.filter((key) => timesTaken(key) > 0).map((key) => `${key} was left out, and somebody has it`),
    ...books.dead.filter((key) => !letters.has(key)).map((key) => `${key} is dead without a letter`),
    ...taken.filter((key) => !keys.includes(key)).map((key) => `${key} was never enqueued`),
  ];
}

async function deadLettersOf(keys: readonly string[]): Promise<Set<string>> {
  const { results } = await env.DB.prepare(
    `SELECT body ->> 'key' AS key FROM dead_letters
      WHERE queue = 'emails' AND replayed_at IS NULL AND body ->> 'key' IN (SELECT value FROM json_each(?))`,
  )
    .bind(JSON.stringify(keys))
    .all<{ key: string }>();
  return new Set(results.map(({ key }) => key));
}

/** The keys of those of these mails that the local mailbox has taken: the `taken` of whoever sends by it. */
export async function inMailbox(keys: readonly string[]): Promise<string[]> {
  const { results } = await env.DB.prepare("SELECT message_key AS key FROM mailbox WHERE message_key IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(keys))
    .all<{ key: string }>();
  return results.map(({ key }) => key);
}
