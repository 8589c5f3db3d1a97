import { eq } from "drizzle-orm";
import type { KeptNotification } from "../../../contracts/notifications.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import { users } from "../../identity/tables.ts";
import { callObject } from "../../platform/call-object.ts";
import { decodeCursor } from "../../platform/cursor.ts";
import { type ExportSection, moment, type PersonalData, stretchOf } from "../../platform/personal-data.ts";
import { notificationChoices } from "../preferences/tables.ts";

/** Of all apps, from old to new, as they are kept: the words are made for whoever looks at them. */
const allNotifications: ExportSection = {
  name: "notifications",
  async read(ctx, { userId }, after, rows) {
    const kept = await callObject(() => inboxOf(ctx.env, userId).everyNotification(), { idempotent: true });
    const last = after === null ? null : decodeCursor(after, "number");
    const rest =
      last === null ? kept : kept.slice(1 + kept.findLastIndex(({ at, id }) => at < last.key || (at === last.key && id <= last.id)));
    return stretchOf(
      rest.slice(0, rows + 1),
      rows,
      ({ at, id }) => [at, id],
      ({ at, readAt, ...notification }: KeptNotification) => ({ ...notification, at: moment(at), readAt: moment(readAt) }),
    );
  },
};

/** Where it is morning for them, and what they have chosen otherwise than is usual. */
const wishes: ExportSection = {
  name: "notificationPreferences",
  async read(ctx, { userId }) {
    const [[person], choices] = await ctx.db.batch([
      ctx.db.select({ timeZone: users.timeZone }).from(users).where(eq(users.id, userId)),
      ctx.db.select().from(notificationChoices).where(eq(notificationChoices.userId, userId)),
    ]);
    const shown = choices.map(({ topic, channel, wanted, updatedAt }) => ({ topic, channel, wanted, updatedAt: moment(updatedAt) }));
    return { items: [{ timeZone: person?.timeZone ?? null, choices: shown }], next: null };
  },
};

/** The inbox of whoever is erased is emptied, and keeps nothing that is on its way to it. */
export const inAppData: PersonalData = {
  sections: [allNotifications, wishes],
  async erase(ctx, { userId }) {
    await callObject(() => inboxOf(ctx.env, userId).forgetNotifications(), { idempotent: true });
    return [ctx.db.delete(notificationChoices).where(eq(notificationChoices.userId, userId))];
  },
};
