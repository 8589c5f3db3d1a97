import { z } from "zod";
import { PageQuery, pageOf } from "./envelope.ts";
import { Id, Time } from "./values.ts";

const sessionExample = {
  id: "ses_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  current: true,
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  ip: "203.0.113.9",
  app: { appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6", name: "Grand Theatre" },
  createdAt: "2026-11-21T09:00:00.000Z",
  lastUsedAt: "2026-11-21T17:30:00.000Z",
  expiresAt: "2026-11-28T17:30:00.000Z",
};

/**
 * A session that could go on now. `app`: where it began; null for the platform's own pages. `lastUsedAt`: when it was last renewed, which is
 * at most every 15 minutes. `expiresAt`: when it ends if it is not renewed.
 */
export const SessionInfo = z
  .object({
    id: z.string(),
    current: z.boolean(),
    userAgent: z.string().nullable(),
    ip: z.string().nullable(),
    app: z.object({ appId: z.string(), name: z.string() }).nullable(),
    createdAt: Time,
    lastUsedAt: Time,
    expiresAt: Time,
  })
  .meta({ id: "SessionInfo", example: sessionExample });
export type SessionInfo = z.infer<typeof SessionInfo>;

export const SessionPath = z.strictObject({ id: Id });
export const SessionQuery = PageQuery;
export const SessionPage = pageOf(SessionInfo).meta({ id: "SessionPage", example: { items: [sessionExample], nextCursor: null } });
