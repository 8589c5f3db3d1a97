import { eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import type { Person } from "../platform/personal-data.ts";
import { quotas } from "./tables.ts";

/**
 * What happens to one account from all networks together, counted for an hour or a day. Of `totalMax`, strangers use up `strangersMax`:
 * those who come from a network that the account does not know. So however many they are, they leave something for its owner.
 */
interface Quota {
  seconds: number;
  totalMax: number;
  strangersMax: number;
}

const hour = 3600;
const day = 86_400;
const quotasOf = {
  /** Codes that are asked for. */
  "VERIFY_EMAIL codes": { seconds: hour, totalMax: limits.codesPerHourMax, strangersMax: limits.codesPerHourFromStrangersMax },
  "RESET_PASSWORD codes": { seconds: hour, totalMax: limits.codesPerHourMax, strangersMax: limits.codesPerHourFromStrangersMax },
  /** Codes that are tried. */
  "VERIFY_EMAIL tries": { seconds: day, totalMax: limits.codeTriesPerDayMax, strangersMax: limits.codeTriesPerDayFromStrangersMax },
  "RESET_PASSWORD tries": { seconds: day, totalMax: limits.codeTriesPerDayMax, strangersMax: limits.codeTriesPerDayFromStrangersMax },
  /** Codes that are mailed to an address although mails to it came back: its owner may have mended their mailbox. */
  "codes to a bounced address": { seconds: day, totalMax: limits.codesToBouncedPerDayMax, strangersMax: limits.codesToBouncedPerDayMax },
  /** Wrong passwords of strangers; those from known networks are slowed down by `lock-out.ts` alone. */
  "wrong passwords": {
    seconds: day,
    totalMax: limits.loginFailuresPerDayFromStrangersMax,
    strangersMax: limits.loginFailuresPerDayFromStrangersMax,
  },
} satisfies Record<string, Quota>;
export type QuotaName = keyof typeof quotasOf;

export interface QuotaUse {
  name: QuotaName;
  key: string;
  /** Whether it comes from a network that the account does not know. Where there is no account, everybody is a stranger. */
  stranger: boolean;
}

/** Counted by the address or username that somebody names, whether there is such an account or not. */
export const quotaUse = async (name: QuotaName, account: string, stranger: boolean): Promise<QuotaUse> => ({
  name,
  key: await keyOf(name, account),
  stranger,
});

const keyOf = (name: QuotaName, account: string): Promise<string> =>
  sha256(`quota ${name}\n${account.normalize("NFC").trim().toLowerCase()}`);

/** The statement that counts one use. It changes no row, and returns none, where nothing is left for this caller. */
export function takeQuota(ctx: Pick<Ctx, "db" | "now">, { name, key, stranger }: QuotaUse) {
  const { seconds, totalMax, strangersMax } = quotasOf[name];
  const nowMs = ctx.now();
  const one = stranger ? 1 : 0;
  const over = sql`${quotas.endsAt} <= ${nowMs}`;
  const counted = (column: SQL | typeof quotas.total, by: number): SQL => sql`CASE WHEN ${over} THEN ${by} ELSE ${column} + ${by} END`;
  return ctx.db
    .insert(quotas)
    .values({ key, total: 1, strangers: one, endsAt: nowMs + seconds * 1000 })
    .onConflictDoUpdate({
      target: quotas.key,
      set: {
        total: counted(quotas.total, 1),
        strangers: counted(sql`${quotas.strangers}`, one),
        endsAt: sql`CASE WHEN ${over} THEN ${nowMs + seconds * 1000} ELSE ${quotas.endsAt} END`,
      },
      setWhere: sql`${over} OR (${quotas.total} < ${totalMax} AND (${one} = 0 OR ${quotas.strangers} < ${strangersMax}))`,
    })
    .returning({ key: quotas.key });
}

/** Throws ACCOUNT_LOCKED with Retry-After where strangers have nothing left of it. */
export async function requireQuota(ctx: Ctx, { name, key }: QuotaUse): Promise<void> {
  const row = await ctx.db.select().from(quotas).where(eq(quotas.key, key)).get();
  if (row === undefined || row.endsAt <= ctx.now() || row.strangers < quotasOf[name].strangersMax) return;
  throw new AppError("ACCOUNT_LOCKED", { retryAfterSeconds: (row.endsAt - ctx.now()) / 1000 });
}

/** The statement that forgets what was counted for this person. */
export async function forgetQuotas(ctx: Ctx, { email, username }: Person) {
  const names = Object.keys(quotasOf) as QuotaName[];
  const keys = await Promise.all(names.flatMap((name) => [keyOf(name, email), keyOf(name, username)]));
  return [ctx.db.delete(quotas).where(inArray(quotas.key, keys))];
}

/** Forgets what is counted no longer, at most `rows`. Returns how many there were. */
export async function sweepQuotas(ctx: Ctx, rows: number): Promise<number> {
  const over = ctx.db.select({ key: quotas.key }).from(quotas).where(lte(quotas.endsAt, ctx.now())).limit(rows);
  const { meta } = await ctx.db.delete(quotas).where(inArray(quotas.key, over));
  return meta.changes;
}
