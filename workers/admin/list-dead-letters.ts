import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { DeadLetter, DeadLetterQuery } from "../../contracts/admin.ts";
import type { Page } from "../../contracts/envelope.ts";
import { deadLetters } from "../notifications/tables.ts";
import type { AdminCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { deadLetterView } from "./dead-letter-view.ts";

/** The messages that were given up, the newest first. */
export async function listDeadLetters(ctx: AdminCtx, { limit, cursor, queue, replayed }: DeadLetterQuery): Promise<Page<DeadLetter>> {
  const rows = await ctx.db
    .select()
    .from(deadLetters)
    .where(
      and(
        queue === undefined ? undefined : eq(deadLetters.queue, queue),
        replayed === undefined ? undefined : replayed ? isNotNull(deadLetters.replayedAt) : isNull(deadLetters.replayedAt),
        olderThan(cursor, deadLetters.createdAt, deadLetters.id),
      ),
    )
    .orderBy(desc(deadLetters.createdAt), desc(deadLetters.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.createdAt, row.id), deadLetterView);
}
