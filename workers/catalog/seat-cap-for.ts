import type { TenantCtx } from "../platform/context.ts";
import { readSeatCap } from "../tenants/seat-cap.ts";
import { invalid } from "./invalid.ts";

/**
 * How many seats one buyer may have in a showtime that wants `wanted`: never more than the app allows anywhere. Throws VALIDATION_FAILED if the caller
 * asked for more in so many words; a default is lowered.
 */
export async function seatCapFor(ctx: TenantCtx, { wanted, isAsked }: { wanted: number; isAsked: boolean }): Promise<number> {
  const cap = await readSeatCap(ctx);
  if (cap === null || wanted <= cap) return wanted;
  if (isAsked) throw invalid("maxSeatsPerUser", `this app allows at most ${cap} seats a buyer`);
  return cap;
}
