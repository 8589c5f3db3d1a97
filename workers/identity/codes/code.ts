import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { hmac, toBase64Url } from "../../platform/digest.ts";
import { peppersOf } from "../pepper.ts";
import type { CodePurpose } from "../tables.ts";

const digits = 6;

/**
 * The six digits that belong to a random id and to a secret of ours. So the code lies in no database, neither before nor after it is mailed:
 * the mail's record holds the id, and who sends it makes the code from that.
 */
export async function codeOf(env: Pick<Env, "TOKEN_SECRET">, codeId: string): Promise<string> {
  const bytes = new TextEncoder().encode(await hmac(env.TOKEN_SECRET, "code", codeId));
  const digest = new DataView(await crypto.subtle.digest("SHA-256", bytes));
  // 64 bits: what the remainder favours is a part in 10^13.
  return String(digest.getBigUint64(0) % BigInt(10 ** digits)).padStart(digits, "0");
}

/** What is kept of a code: worthless without the pepper, and right for one person and purpose. */
export async function codeHash(env: Env, userId: string, purpose: CodePurpose, code: string): Promise<string> {
  const [pepper] = await peppersOf(env);
  return hmac(pepper.secret, "code", `${purpose}\n${userId}\n${code}`);
}

/** A code that nobody has yet: the row to keep, and the id that it is made from, for the mail. */
export async function newCode(ctx: Ctx, userId: string, purpose: CodePurpose) {
  const codeId = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const hash = await codeHash(ctx.env, userId, purpose, await codeOf(ctx.env, codeId));
  const createdAt = ctx.now();
  const row = { userId, purpose, hash, tries: 0, spentBy: null, createdAt, expiresAt: createdAt + limits.codeSeconds * 1000 };
  return { codeId, row };
}
