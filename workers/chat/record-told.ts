import type { Changed } from "../../contracts/chat-room.ts";
import { auditRow } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { projectRooms } from "./project-room.ts";

interface AuditEntry {
  action: string;
  subject: string;
  after?: unknown;
}

/**
 * Writes at once what a room's change answered with, so that whoever asks for a list next finds it there, and what the tenant's server did beside it into
 * the audit log. The room has changed already and tells D1 by itself, too: if D1 is away now, the answer stands.
 */
export async function recordTold(ctx: TenantCtx, { told }: Pick<Changed, "told">, audit: AuditEntry): Promise<void> {
  const { room, members } = told;
  const news = projectRooms(ctx.db.$client, [{ appId: ctx.tenant.appId, roomId: room.roomId, room, members, messages: [] }]);
  try {
    await ctx.db.$client.batch(news);
    await auditServer(ctx, audit);
  } catch (error) {
    ctx.log.error("a room's change could not be recorded at once", error, { room: room.roomId });
  }
}

/** What people do in a room stands in the room's own log; what the tenant's server does there, in the app's. */
export async function auditServer(ctx: TenantCtx, entry: AuditEntry): Promise<void> {
  if (ctx.actor.kind !== "user") await auditRow(ctx, entry);
}
