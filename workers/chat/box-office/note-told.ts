import type { Changed } from "../../../contracts/chat-room.ts";
import type { Ctx } from "../../platform/context.ts";
import { projectRooms } from "../project-room.ts";

/**
 * Writes into D1 at once what changes of one room answered with, so that lists show them. Never throws: the room has changed and tells D1 by itself, too.
 */
export async function noteTold(ctx: Ctx, all: readonly Changed["told"][]): Promise<void> {
  const [latest] = all.map(({ room }) => room).sort((a, b) => b.version - a.version);
  if (latest === undefined) return;
  const { appId, roomId } = latest;
  const members = all.flatMap((told) => told.members);
  try {
    await ctx.env.DB.batch(projectRooms(ctx.env.DB, [{ appId, roomId, room: latest, members, messages: [] }]));
  } catch (error) {
    ctx.log.error("a room's change could not be recorded at once", error, { room: roomId });
  }
}
