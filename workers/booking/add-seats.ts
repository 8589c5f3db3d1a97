import type { CreateSeats } from "../../contracts/seats.ts";
import { getShowtimeTiers } from "../catalog/read.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRow } from "../platform/audit.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/**
 * Adds seats to a showtime, all or none. Errors: SHOWTIME_NOT_FOUND; VALIDATION_FAILED for a tier that the showtime lacks; SEAT_EXISTS,
 * SEAT_LIMIT_REACHED.
 */
export async function addSeats(ctx: TenantCtx, { entityId, seats }: CreateSeats): Promise<{ created: number }> {
  const tiers = await getShowtimeTiers(ctx, entityId);
  const known = new Set(tiers.map(({ name }) => name));
  const issues = seats.flatMap(({ tier }, place) =>
    tier === undefined || known.has(tier)
      ? []
      : [{ path: `seats.${place}.tier`, message: `is none of this showtime's tiers: ${[...known].join(", ")}` }],
  );
  if (issues.length > 0) throw new AppError("VALIDATION_FAILED", { issues: issues.slice(0, 50) });
  const { created, seatsTotal } = granted(await askLedger(ctx, entityId, { idempotent: false }, (ledger) => ledger.addSeats(seats)));
  noteWrite(ctx.tenant.appId, entityId);
  await auditRow(ctx, { action: "seats.add", subject: entityId, after: { created, seatsTotal } });
  return { created };
}
