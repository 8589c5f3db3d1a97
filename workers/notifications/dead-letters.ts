import { and, eq } from "drizzle-orm";
import { MailMessage } from "../../contracts/events.ts";
import { openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { mails } from "../platform/mail-outbox.ts";
import { lastErrorOf } from "../platform/message-errors.ts";
import { count } from "../platform/telemetry.ts";
import { deadLetters } from "./tables.ts";

const retryAfterSeconds = 60;

/** Keeps what the `…-dead` queues hand over, for an administrator to read. Never throws; what cannot be kept now is asked for again. */
export async function keepDeadLetters(batch: MessageBatch, env: Env): Promise<void> {
  const log = new Logger(env.LOG_LEVEL);
  for (const message of batch.messages) {
    try {
      log.error("a message is given up", new Error("it failed every time"), { messageId: message.id, queue: batch.queue });
      const queue = batch.queue.replace(/-dead$/, "");
      await keepDeadLetter(env, queue, message);
      message.ack();
      count("queue_messages_total", { queue, outcome: "dead" });
    } catch (error) {
      log.error("a dead letter could not be kept", error, { messageId: message.id, queue: batch.queue });
      message.retry({ delaySeconds: retryAfterSeconds });
    }
  }
}

/**
 * Keeps one message under the id that its queue gave it, once, however often it comes. A mail among them is given up with it.
 * `queue`: the one that it was meant for. `error`: what was wrong with it, by default what its last attempt said.
 */
export async function keepDeadLetter(
  env: Env,
  queue: string,
  message: Pick<Message, "id" | "body" | "attempts">,
  error?: string,
): Promise<void> {
  const db = openDatabase(env);
  const nowMs = Date.now();
  const kept = db
    .insert(deadLetters)
    .values({
      id: message.id,
      queue,
      body: JSON.stringify(message.body) ?? "null",
      attempts: message.attempts,
      error: error ?? (await lastErrorOf(queue, message.body)),
      createdAt: nowMs,
    })
    .onConflictDoNothing({ target: deadLetters.id });
  const mail = MailMessage.safeParse(message.body);
  if (queue !== "emails" || !mail.success) await kept;
  else {
    await db.batch([
      kept,
      db
        .update(mails)
        .set({ status: "DEAD", updatedAt: nowMs })
        .where(and(eq(mails.key, mail.data.key), eq(mails.status, "PENDING"))),
    ]);
  }
}
