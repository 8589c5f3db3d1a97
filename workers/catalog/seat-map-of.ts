import type { SeatLedger } from "../../contracts/ledger.ts";

/** Deriving an object's id from its name costs more than the rest of the call's way through the Worker, and always gives the same id. */
const ids = new Map<string, DurableObjectId>();
const idsMax = 10_000;

/**
 * The one object that owns a showtime's seats. The app is part of its name, so another tenant's id leads to an object that was never opened.
 * The runtime's own stub type wraps every answer in conditional types that the compiler cannot narrow; the class implements `SeatLedger`, so
 * its stub answers by it.
 */
export function seatMapOf(env: Env, appId: string, showtimeId: string): SeatLedger & Pick<Fetcher, "fetch"> {
  const name = `${appId}:${showtimeId}`;
  let id = ids.get(name);
  if (id === undefined) {
    id = env.SEAT_MAP.idFromName(name);
    if (ids.size >= idsMax) ids.clear();
    ids.set(name, id);
  }
  return env.SEAT_MAP.get(id) as unknown as SeatLedger & Pick<Fetcher, "fetch">;
}
