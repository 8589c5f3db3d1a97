import type { Changed } from "../../../contracts/chat-room.ts";
import type { ErrorCode } from "../../../contracts/errors.ts";
import type { Outcome } from "../../../contracts/ledger.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { AppError } from "../../platform/app-error.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { chatRoomOf } from "../room-of.ts";
import { foundRoom } from "./found-room.ts";
import { noteTold } from "./note-told.ts";
import { type ShowtimeRoom, usernamesOf } from "./read.ts";

/** How often somebody's tickets may change under us before the event is to come again. */
const roundsMax = 3;

/** Of these refusals the room is the judge: nobody is helped by asking again. */
const final: readonly ErrorCode[] = ["BANNED", "ROOM_FULL"];

/**
 * Brings these people's places in a showtime's room to what their tickets say at this moment, whatever event it was that made us look: whoever has a
 * ticket comes in, whoever has none leaves. The showtime's object is asked, for it alone knows at once; and asked again afterwards, so that of two who do
 * this at a time the last has seen how it is. `concerned`: by user, since when (ms) they have had a reason to be in the room: whoever came in after that
 * and has left was not sent away by a missing ticket, and is left in peace. Owners and moderators stay without a ticket, and so does everybody in the
 * room of a showtime that is cancelled. Throws if one of the objects could not be reached; then all of it may be repeated.
 */
export async function settleMembers(ctx: Ctx, room: ShowtimeRoom, concerned: ReadonlyMap<string, number>): Promise<void> {
  // Its row is older than the room itself.
  if (room.admittedAt === null) await foundRoom(ctx, room);
  let userIds = [...concerned.keys()];
  let before = new Set<string>();
  for (let round = 1; userIds.length > 0; round++) {
    if (round > roundsMax) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    const holders = await holdersAmong(ctx, room, userIds);
    const moved = round === 1 ? userIds : userIds.filter((userId) => holders.has(userId) !== before.has(userId));
    if (moved.length === 0) return;
    await move(ctx, room, moved, { holders, concerned });
    before = holders;
    userIds = moved;
  }
}

async function holdersAmong(ctx: Ctx, { appId, showtimeId }: ShowtimeRoom, userIds: string[]): Promise<Set<string>> {
  const asked = () => seatMapOf(ctx.env, appId, showtimeId).ticketHolders({ among: userIds });
  return new Set(granted(await callObject(asked, { idempotent: true })).userIds);
}

interface Wanted {
  holders: ReadonlySet<string>;
  concerned: ReadonlyMap<string, number>;
}

async function move(ctx: Ctx, room: ShowtimeRoom, userIds: string[], { holders, concerned }: Wanted): Promise<void> {
  const usernames = await usernamesOf(ctx.db, userIds);
  const object = () => chatRoomOf(ctx.env, room.appId, roomIdOf(room.showtimeId));
  const by = { kind: "server" } as const;
  const changes = await Promise.all(
    userIds.map(async (userId) => {
      if (!holders.has(userId)) {
        if (room.status === "CANCELLED") return null;
        return accepted(ctx, await callObject(() => object().leave({ userId, by, role: "MEMBER" }), { idempotent: true }));
      }
      const username = usernames.get(userId);
      if (username === undefined) return null;
      const come = { person: { userId, username }, by, reasonSince: concerned.get(userId) ?? 0 };
      return accepted(ctx, await callObject(() => object().join(come), { idempotent: true }));
    }),
  );
  await noteTold(
    ctx,
    changes.flatMap((change) => (change === null ? [] : [change.told])),
  );
}

function accepted(ctx: Ctx, answer: Outcome<Changed>): Changed | null {
  if (answer.ok) return answer;
  if (!final.includes(answer.code)) throw new AppError(answer.code, answer.details);
  ctx.log.info("a room kept a ticket holder out", { code: answer.code });
  return null;
}
