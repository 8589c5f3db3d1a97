import { NotificationPage, NotificationQuery, ReadNotifications, UnreadCount } from "../../../contracts/notifications.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { listNotifications } from "./list-notifications.ts";
import { readNotifications } from "./read-notifications.ts";

export const inAppRoutes = new Endpoints("Notifications", "identity");

inAppRoutes.get(
  "/api/v1/notifications",
  {
    operationId: "listNotifications",
    summary: "What the signed-in person was told at this app",
    description:
      "The newest first; the last 500 of the last 180 days. Titles and bodies are plain text in English, times in the venue's zone. `type` and `data` are those of the push that came over the socket.",
    access: "user",
    query: NotificationQuery,
    answer: NotificationPage,
  },
  (ctx, { query }) => listNotifications(ctx, query),
);

inAppRoutes.post(
  "/api/v1/notifications/read",
  {
    operationId: "readNotifications",
    summary: "Mark notifications as read, some or all",
    description: "All of the person's tabs hear of it with a push `notifications.read`.",
    access: "user",
    body: ReadNotifications,
    answer: UnreadCount,
    idempotency: "none",
  },
  (ctx, { body }) => readNotifications(ctx, body),
);
