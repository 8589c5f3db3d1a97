import { AppError } from "../../platform/app-error.ts";
import { signToken, verifyToken } from "../../platform/tokens.ts";

/** A pass of a waiting room: whose it is, for which showtime, and until when, in ms. */
export interface AdmissionPass {
  id: string;
  userId: string;
  appId: string;
  showtimeId: string;
  untilMs: number;
}

/** The pass as its owner sends it: signed, for this person, this app and this showtime alone. */
export const signAdmission = (env: Env, { id, userId, appId, showtimeId, untilMs }: AdmissionPass, nowMs: number): Promise<string> =>
  signToken(
    env,
    "admission+jwt",
    { sub: userId, jti: id, sho: showtimeId },
    { audience: appId, seconds: Math.ceil((untilMs - nowMs) / 1000), nowMs },
  );

/**
 * The pass that this token is, if it is this person's for this showtime and signed by us; else null. Of one that has run out nothing else is looked at:
 * its `untilMs` is 0. Whether it was spent, the ledger knows.
 */
export async function verifyAdmission(
  env: Env,
  token: string,
  { appId, showtimeId, userId }: Pick<AdmissionPass, "appId" | "showtimeId" | "userId">,
  nowMs: number,
): Promise<{ id: string; untilMs: number } | null> {
  try {
    const { sub, jti, sho, exp } = await verifyToken(env, "admission+jwt", token, [appId], nowMs);
    if (sub !== userId || sho !== showtimeId || typeof jti !== "string" || exp === undefined) return null;
    return { id: jti, untilMs: exp * 1000 };
  } catch (error) {
    return error instanceof AppError && error.code === "TOKEN_EXPIRED" ? { id: "", untilMs: 0 } : null;
  }
}
