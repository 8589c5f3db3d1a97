import { sql } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { MailSuppression } from "../../../contracts/mail-suppressions.ts";
import type { Database } from "../../platform/database.ts";
import { mailSuppressions } from "../../platform/mail-suppressions.ts";
import { oneLine } from "../one-line.ts";

/**
 * The statement after which these addresses get no mail, until an administrator says otherwise or, after a bounce, somebody has read a code there. The first reason stays; only that somebody complained weighs
 * more than a bounce. `detail`: what the provider said.
 */
export const suppressAddresses = (
  db: Database,
  addresses: readonly string[],
  { reason, detail, at }: { reason: MailSuppression["reason"]; detail: string | null; at: number },
) =>
  db
    .insert(mailSuppressions)
    .select(
      sql`SELECT lower(value), ${reason}, ${detail === null ? null : oneLine(detail).slice(0, limits.suppressionDetailCharsMax)}, ${at}
        FROM json_each(${JSON.stringify(addresses)}) WHERE true`,
    )
    .onConflictDoUpdate({
      target: mailSuppressions.address,
      set: { reason: "COMPLAINT", detail: sql`excluded.detail` },
      setWhere: sql`excluded.reason = 'COMPLAINT' AND ${mailSuppressions.reason} = 'BOUNCE'`,
    });
