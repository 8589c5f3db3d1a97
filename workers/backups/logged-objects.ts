import { limits } from "../../contracts/limits.ts";
import { type LoggedKind, type LoggedObject, loggedKinds } from "../../contracts/object-log.ts";

const tableOf: Record<LoggedKind, string> = { SeatMap: "showtimes", ChatRoom: "chat_rooms" };

/** The object of this name, `{app}:{id}`. The class implements `LoggedObject`, so its stub answers by it. Made anew for each call: a failed one can stay broken. */
export function loggedObject(env: Env, kind: LoggedKind, name: string): LoggedObject {
  const namespace = kind === "SeatMap" ? env.SEAT_MAP : env.CHAT_ROOM;
  return namespace.getByName(name) as unknown as LoggedObject;
}

/** The next objects of a class behind an id, as D1 knows them; only those that were made since `sinceMs`. */
export async function listObjects(env: Env, kind: LoggedKind, after: string, sinceMs = 0): Promise<{ id: string; name: string }[]> {
  const { results } = await env.DB.prepare(
    `SELECT id, app_id || ':' || id AS name FROM ${tableOf[kind]} WHERE id > ? AND created_at >= ? ORDER BY id LIMIT ${limits.jobShowtimesInPage}`,
  )
    .bind(after, sinceMs)
    .all<{ id: string; name: string }>();
  return results;
}

/** The class behind this one in the order in which they are gone through. */
export const kindAfter = (kind: LoggedKind): LoggedKind | undefined => loggedKinds[loggedKinds.indexOf(kind) + 1];
