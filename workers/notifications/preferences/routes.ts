import { NotificationPreferences, UpdatePreferences } from "../../../contracts/notifications.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { readPreferences } from "./read-preferences.ts";
import { updatePreferences } from "./update-preferences.ts";

export const preferenceRoutes = new Endpoints("Notifications", "identity");

preferenceRoutes.get(
  "/api/v1/notifications/preferences",
  {
    operationId: "getNotificationPreferences",
    summary: "What the signed-in person wishes to hear, by mail and behind the bell",
    description: "One set of wishes for all apps. `locked`: topics whose mails cannot be switched off.",
    access: "user",
    answer: NotificationPreferences,
  },
  (ctx) => readPreferences(ctx),
);

preferenceRoutes.patch(
  "/api/v1/notifications/preferences",
  {
    operationId: "updateNotificationPreferences",
    summary: "Change what one wishes to hear, and where it is morning",
    description:
      "What is named is changed. A topic that is off behind the bell is not kept there; pages still hear over their sockets what has become of a booking or an order.",
    access: "user",
    body: UpdatePreferences,
    answer: NotificationPreferences,
    errors: ["PREFERENCE_LOCKED", "USER_NOT_FOUND"],
  },
  (ctx, { body }) => updatePreferences(ctx, body),
);
