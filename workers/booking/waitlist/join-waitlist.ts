import type { JoinWaitlist, WaitlistEntry } from "../../../contracts/waitlist.ts";
import { granted } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { onceItKnowsOfPublication } from "../publication.ts";
import { noteWrite } from "../recent-reads.ts";
import { askLedger } from "../showtime-ledger.ts";
import { waitlistEntries } from "./tables.ts";

/**
 * Waits for seats of a showtime; before the sale opens too. What is free and fits is offered at once: then the entry is OFFERED, with the token of a
 * hold in this person's name. Errors: SHOWTIME_NOT_FOUND, SALE_NOT_OPEN with details.reason, ALREADY_WAITING with details.waitlistId,
 * HOLD_LIMIT_REACHED, NOT_ENOUGH_SEATS (the house never has so many like that), WAITLIST_FULL.
 */
export async function joinWaitlist(ctx: UserCtx, { entityId: showtimeId, quantity, tier, adjacent }: JoinWaitlist): Promise<WaitlistEntry> {
  const wish = { userId: ctx.actor.userId, quantity, ...(tier !== undefined && { tier }), ...(adjacent !== undefined && { adjacent }) };
  // Not repeated when the platform lost it: it would be answered with ALREADY_WAITING by the entry that it made.
  const join = () => askLedger(ctx, showtimeId, { idempotent: false }, (ledger) => ledger.joinWaitlist(wish));
  const { entry } = granted(await onceItKnowsOfPublication(ctx, showtimeId, join));
  noteWrite(ctx.tenant.appId, showtimeId);
  await noteJoined(ctx, entry).catch((error: unknown) =>
    ctx.log.error("an entry waits for its showtime to tell of it", error, { waitlist: entry.id }),
  );
  return entry;
}

/** So that whoever joined finds the entry in their list at once. Sequence 0: whatever the object has told or will tell is newer. */
const noteJoined = (ctx: UserCtx, { id, showtimeId, userId, quantity, tier, adjacent, status, ...entry }: WaitlistEntry) =>
  ctx.db
    .insert(waitlistEntries)
    .values({
      id,
      appId: ctx.tenant.appId,
      showtimeId,
      userId,
      quantity,
      tier,
      adjacent,
      status,
      reservationToken: entry.reservationToken,
      offerExpiresAt: entry.offerExpiresAt === null ? null : Date.parse(entry.offerExpiresAt),
      createdAt: Date.parse(entry.createdAt),
      updatedAt: Date.parse(entry.updatedAt),
      ledgerSeq: 0,
    })
    .onConflictDoNothing();
