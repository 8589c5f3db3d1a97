import { and, eq, isNull, sql } from "drizzle-orm";
import type { DeadLetter } from "../../contracts/admin.ts";
import { MailMessage } from "../../contracts/events.ts";
import { deadLetters } from "../notifications/tables.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { mails } from "../platform/mail-outbox.ts";
import { deadLetterView } from "./dead-letter-view.ts";

/**
 * Puts a message that was given up back on its queue, once; if it fails again, it comes back as another dead letter. A mail that was given up
 * waits again. Throws DEAD_LETTER_NOT_FOUND, ALREADY_REPLAYED, and DEPENDENCY_UNAVAILABLE if the queue did not take it: then it can be replayed again.
 */
export async function replayDeadLetter(ctx: AdminCtx, { id }: { id: string }): Promise<DeadLetter> {
  const now = ctx.now();
  const letter = await ctx.db.select().from(deadLetters).where(eq(deadLetters.id, id)).get();
  if (letter === undefined) throw new AppError("DEAD_LETTER_NOT_FOUND");
  const { queue, attempts, createdAt } = letter;
  const body: unknown = JSON.parse(letter.body);
  const mail = MailMessage.safeParse(queue === "emails" ? body : null);
  const [taken] = await ctx.db.batch([
    ctx.db
      .update(deadLetters)
      .set({ replayedAt: now })
      .where(and(eq(deadLetters.id, id), isNull(deadLetters.replayedAt)))
      .returning({ id: deadLetters.id }),
    auditRowIfChanged(ctx, {
      action: "dead-letter.replayed",
      subject: id,
      after: { queue, attempts, givenUpAt: new Date(createdAt).toISOString() },
    }),
    ctx.db
      .update(mails)
      .set({ status: "PENDING", updatedAt: now })
      .where(
        and(
          eq(mails.key, mail.success ? mail.data.key : ""),
          eq(mails.status, "DEAD"),
          sql`EXISTS (SELECT 1 FROM ${deadLetters} AS letter WHERE letter.id = ${id} AND letter.replayed_at = ${now})`,
        ),
      ),
  ]);
  if (taken.length === 0) throw new AppError("ALREADY_REPLAYED");
  try {
    await queueNamed(ctx.env, queue).send(body);
  } catch (error) {
    ctx.log.error("the queue did not take a dead letter", error, { deadLetter: id });
    // A mail that is pending goes out without its message, too: the sweep finds it.
    if (!mail.success) await takeBack(ctx, id, now);
  }
  return deadLetterView({ ...letter, replayedAt: now });
}

/** Makes it as if it had not been replayed, for the record in both steps. Throws DEPENDENCY_UNAVAILABLE. */
async function takeBack(ctx: AdminCtx, id: string, replayedAt: number): Promise<never> {
  await ctx.db.batch([
    ctx.db
      .update(deadLetters)
      .set({ replayedAt: null })
      .where(and(eq(deadLetters.id, id), eq(deadLetters.replayedAt, replayedAt))),
    auditRowIfChanged(ctx, { action: "dead-letter.not-replayed", subject: id }),
  ]);
  throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 2 });
}

function queueNamed(env: Env, queue: string): Queue {
  if (queue === "events") return env.EVENTS;
  if (queue === "emails") return env.EMAILS;
  if (queue === "jobs") return env.JOBS;
  if (queue === "chat-messages") return env.CHAT_MESSAGES;
  throw new Error(`dead letters of the queue ${queue} cannot be replayed`);
}
