import type { SeatLedger } from "../../contracts/ledger.ts";

/**
 * The one object that owns a showtime's seats. The app is part of its name, so another tenant's id leads to an object that was never opened.
 * The runtime's own stub type wraps every answer in conditional types that the compiler cannot narrow; the class implements `SeatLedger`, so
 * its stub answers by it.
 */
export const seatMapOf = (env: Env, appId: string, showtimeId: string): SeatLedger & Pick<Fetcher, "fetch"> =>
  env.SEAT_MAP.getByName(`${appId}:${showtimeId}`) as unknown as SeatLedger & Pick<Fetcher, "fetch">;
