import type { Refusal } from "../../contracts/ledger.ts";
import { isPublished } from "../catalog/read.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askLedger } from "./showtime-ledger.ts";

/**
 * Asks a showtime's object, and again if it refused because it had not heard that its showtime is published; D1 owns that fact. `ask` must be one
 * that changes nothing when it is refused.
 */
export async function onceItKnowsOfPublication<Answer extends { ok: true } | Refusal>(
  ctx: TenantCtx,
  showtimeId: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await ask();
  if (answer.ok || answer.details?.reason !== "NOT_PUBLISHED" || !(await isPublished(ctx, showtimeId))) return answer;
  await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.setPublished(true));
  return ask();
}
