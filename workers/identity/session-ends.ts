/**
 * When these sessions ended, or will end at the latest, in milliseconds since 1970. Straight from the database, for the object that keeps their
 * sockets. A session that is gone has ended at the beginning of time.
 */
export async function sessionEnds(db: D1Database, sessionIds: readonly string[]): Promise<Map<string, number>> {
  const { results } = await db
    .prepare("SELECT id, ifnull(ended_at, expires_at) AS ends_at FROM sessions WHERE id IN (SELECT value FROM json_each(?))")
    .bind(JSON.stringify(sessionIds))
    .all<{ id: string; ends_at: number }>();
  const found = new Map(results.map(({ id, ends_at }) => [id, ends_at]));
  return new Map(sessionIds.map((id) => [id, found.get(id) ?? 0]));
}
