import { eq } from "drizzle-orm";
import type { MailSuppression } from "../../../contracts/mail-suppressions.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { mailSuppressions } from "../../platform/mail-suppressions.ts";
import { suppressionView } from "./read.ts";

/** From now on mails go to this address again; those that were left unsent stay so. Throws SUPPRESSION_NOT_FOUND. */
export async function deleteSuppression(ctx: AdminCtx, { address }: { address: string }): Promise<MailSuppression> {
  const [[gone]] = await ctx.db.batch([
    ctx.db.delete(mailSuppressions).where(eq(mailSuppressions.address, address)).returning(),
    auditRowIfChanged(ctx, { action: "mail-suppression.deleted", subject: address }),
  ]);
  if (gone === undefined) throw new AppError("SUPPRESSION_NOT_FOUND");
  return suppressionView(gone);
}
