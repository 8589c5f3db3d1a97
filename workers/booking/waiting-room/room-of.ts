import type { WaitingRoomCalls, WaitingRoomTerms } from "../../../contracts/waiting-room.ts";
import { readWaitingRoom } from "../../catalog/read-waiting-room.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { TimedCache } from "../../platform/timed-cache.ts";

/** Terms change seldom, and a crowd asks for them at once. */
const terms = new TimedCache<WaitingRoomTerms | null | undefined>({ entriesMax: 5000, seconds: 5, isMiss: (found) => !found });

/** The terms of a showtime's waiting room. Throws SHOWTIME_NOT_FOUND, WAITING_ROOM_NOT_FOUND if one needs none for its seats. */
export async function getRoomTerms(ctx: TenantCtx, showtimeId: string): Promise<WaitingRoomTerms> {
  const { appId } = ctx.tenant;
  const found = await terms.get(`${appId}:${showtimeId}`, ctx.now(), () => readWaitingRoom(ctx, showtimeId));
  if (found === undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  if (found === null) throw new AppError("WAITING_ROOM_NOT_FOUND");
  return found;
}

/** The object of a showtime's waiting room. The app is part of its name, as of the showtime's own. */
export const waitingRoomOf = (env: Env, { appId, showtimeId }: WaitingRoomTerms): WaitingRoomCalls & Pick<Fetcher, "fetch"> =>
  env.WAITING_ROOM.getByName(`${appId}:${showtimeId}`) as unknown as WaitingRoomCalls & Pick<Fetcher, "fetch">;
