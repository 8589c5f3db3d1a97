import { and, isNull } from "drizzle-orm";
import { describeShowtimes, type Show } from "../catalog/read.ts";
import { type OrderLineRow, type OrderRow, orderLines, orders } from "../commerce/orders/tables.ts";
import { users } from "../identity/tables.ts";
import { among, openDatabase } from "../platform/database.ts";
import { apps } from "../tenants/tables.ts";

/** An order and what a mail about it says besides. `showOf`: null for a showtime that is no longer there. `linkTo`: as for mails about seats. */
export interface OrderSurroundings {
  order: OrderRow;
  lines: OrderLineRow[];
  recipient: string;
  name: string;
  showOf(showtimeId: string | null): Show | null;
  linkTo(path: string): string | null;
}

/** What mails about these orders are made of, asked for all of them together. Null for an order whose buyer has no account any more. */
export async function orderSurroundingsOf(env: Env, orderIds: readonly string[]): Promise<(orderId: string) => OrderSurroundings | null> {
  if (orderIds.length === 0) return () => null;
  const db = openDatabase(env);
  const [found, lines] = await db.batch([
    db.select().from(orders).where(among(orders.id, orderIds)),
    db.select().from(orderLines).where(among(orderLines.orderId, orderIds)).orderBy(orderLines.position),
  ]);
  const userIds = found.map(({ userId }) => userId);
  const byApp = [...Map.groupBy(lines, ({ appId }) => appId)];
  const [people, known, shows] = await Promise.all([
    db
      .select({ id: users.id, email: users.email, name: users.name })
      .from(users)
      .where(and(among(users.id, userIds), isNull(users.erasedAt))),
    db
      .select({ id: apps.id, webKey: apps.webPublishableKey })
      .from(apps)
      .where(
        among(
          apps.id,
          found.map(({ appId }) => appId),
        ),
      ),
    Promise.all(
      byApp.map(async ([appId, own]) => {
        const showtimeIds = own.flatMap(({ showtimeId }) => (showtimeId === null ? [] : [showtimeId]));
        return [appId, showtimeIds.length === 0 ? new Map<string, Show>() : await describeShowtimes(db, appId, showtimeIds)] as const;
      }),
    ),
  ]);
  const orderOf = new Map(found.map((order) => [order.id, order]));
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId);
  const personOf = new Map(people.map((person) => [person.id, person]));
  const webApps = new Set(known.filter(({ webKey }) => webKey !== null).map(({ id }) => id));
  const showsOf = new Map(shows);
  return (orderId) => {
    const order = orderOf.get(orderId);
    const person = order && personOf.get(order.userId);
    if (order === undefined || person === undefined) return null;
    const { appId } = order;
    return {
      order,
      lines: linesOf.get(orderId) ?? [],
      recipient: person.email,
      name: person.name,
      showOf: (showtimeId) => (showtimeId === null ? null : (showsOf.get(appId)?.get(showtimeId) ?? null)),
      linkTo: (path) => (env.PUBLIC_URL !== "" && webApps.has(appId) ? new URL(path, env.PUBLIC_URL).href : null),
    };
  };
}
