import { and, isNull } from "drizzle-orm";
import { describeShowtimes, type Show } from "../catalog/read.ts";
import { users } from "../identity/tables.ts";
import { among, openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { apps } from "../tenants/tables.ts";

/** Whom a mail about seats goes to, in which app, and about which showtime. */
export interface Addressed {
  appId: string;
  userId: string;
  showtimeId: string;
}

/** What a mail says besides its seats. `linkTo`: a page of the web app, or null where that does not sell for the app. */
export interface Surroundings {
  recipient: string;
  name: string;
  show: Show;
  linkTo(path: string): string | null;
}

/**
 * What mails about seats say besides them, asked for all of them together. Null for whoever has no account any more. Throws for a showtime that its app
 * does not have.
 */
export async function surroundingsOf(env: Env, all: readonly Addressed[]): Promise<(one: Addressed) => Surroundings | null> {
  const db = openDatabase(env);
  const ofApp = [...Map.groupBy(all, ({ appId }) => appId)];
  const userIds = all.map(({ userId }) => userId);
  const appIds = ofApp.map(([appId]) => appId);
  const [people, known, shows] = await Promise.all([
    db
      .select({ id: users.id, email: users.email, name: users.name })
      .from(users)
      .where(and(among(users.id, userIds), isNull(users.erasedAt))),
    db.select({ id: apps.id, webKey: apps.webPublishableKey }).from(apps).where(among(apps.id, appIds)),
    Promise.all(
      ofApp.map(async ([appId, own]) => {
        const showtimeIds = own.map(({ showtimeId }) => showtimeId);
        return [appId, await describeShowtimes(db, appId, showtimeIds)] as const;
      }),
    ),
  ]);
  const personOf = new Map(people.map((person) => [person.id, person]));
  const webApps = new Set(known.filter(({ webKey }) => webKey !== null).map(({ id }) => id));
  const showsOf = new Map(shows);
  return ({ appId, userId, showtimeId }) => {
    const person = personOf.get(userId);
    if (person === undefined) {
      new Logger(env.LOG_LEVEL).warn("somebody with seats has no account to mail to", { showtimeId });
      return null;
    }
    const show = showsOf.get(appId)?.get(showtimeId);
    if (show === undefined) throw new Error(`showtime ${showtimeId} of somebody's seats is unknown`);
    const linkTo = (path: string) => (env.PUBLIC_URL !== "" && webApps.has(appId) ? new URL(path, env.PUBLIC_URL).href : null);
    return { recipient: person.email, name: person.name, show, linkTo };
  };
}
