import type { Particular } from "./asks.ts";
import type { World } from "./world.ts";

type Prepare = (world: World, count: number) => Particular[];

const each =
  (particular: (turn: number) => Particular): Prepare =>
  (_, count) =>
    Array.from({ length: count }, (_, turn) => particular(turn));

// Only a mail has a link that is whole; one that is not costs what its signature does.
const link = { path: "/api/v1/notifications/unsubscribe?token=none", expects: 400 };

/** What the routes of notifications are asked. */
export const ofNotifications: Record<string, Prepare> = {
  readNotifications: each(() => ({ body: { all: true } })),
  updateNotificationPreferences: each((turn) => ({ body: { topics: { weekend: { mail: turn % 2 === 0 } } } })),
  showUnsubscribe: each(() => link),
  unsubscribe: each(() => link),
  receiveMailWebhook: each(() => ({ body: { type: "email.bounced" }, expects: 401 })),
  deleteMailSuppression: each(() => ({ path: "/api/v1/admin/mail-suppressions/nobody@example.com", expects: 404 })),
};
