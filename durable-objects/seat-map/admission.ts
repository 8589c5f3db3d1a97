import { limits } from "../../contracts/limits.ts";
import type { Ledger } from "./ledger.ts";
import type { Refused, View } from "./view.ts";

/** A pass of the waiting room. Whoever brings it into the object has checked its signature and whose it is. */
export interface Admission {
  id: string;
  untilMs: number;
}

/**
 * Why nobody may hold seats with this pass, or null if they may, or need none: ADMISSION_REQUIRED with details.reason MISSING, EXPIRED or USED. A
 * pass is spent with the hold that it let somebody have; if they give that back, they may choose again with it.
 */
export function admissionRefusal(view: View, admission: Admission | undefined, at: number): Refused | null {
  const { terms, spentAdmissions } = view.ledger;
  if (!terms.admissionRequired) return null;
  const refused = (reason: "MISSING" | "EXPIRED" | "USED"): Refused => ({ code: "ADMISSION_REQUIRED", details: { reason } });
  if (admission === undefined) return refused("MISSING");
  if (admission.untilMs <= at) return refused("EXPIRED");
  return spentAdmissions.has(admission.id) ? refused("USED") : null;
}

/**
 * No pass is good for longer than this after it was spent, so none can come back: the Worker's clock made it, the object's says when it was spent, and
 * that one may have been slow.
 */
export const admissionForgottenAfterMs = (limits.admissionSeconds + limits.clockStepSeconds) * 1000;

/** Notes that a pass was spent on a hold, and forgets those that have run out since they were. */
export function spendAdmission({ spentAdmissions }: Ledger, id: string, token: string, at: number): void {
  for (const [spent, since] of spentAdmissions) {
    if (since.at + admissionForgottenAfterMs > at) break;
    spentAdmissions.delete(spent);
  }
  spentAdmissions.set(id, { token, at });
}
