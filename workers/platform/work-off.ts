import type { Logger } from "./log.ts";
import { keepLastError } from "./message-errors.ts";
import { count } from "./telemetry.ts";

const backOffSecondsMax = 300;

export interface Work {
  env: Env;
  queue: string;
  log: Logger;
}

/**
 * Works off the messages of a batch together, for that asks the database less. If it fails each comes by itself, so that one that cannot be done keeps
 * no other from it: `work` may run twice for a message. Never throws.
 */
export async function workOffTogether(
  messages: readonly Message[],
  where: Work,
  failure: string,
  work: (messages: readonly Message[]) => Promise<void>,
): Promise<void> {
  if (messages.length > 1) {
    try {
      await work(messages);
      for (const message of messages) message.ack();
      count("queue_messages_total", { queue: where.queue, outcome: "done" }, messages.length);
      return;
    } catch (error) {
      where.log.warn("a batch is worked off one by one", { messages: messages.length, error: String(error) });
    }
  }
  await workOffEach(messages, where, failure, (message) => work([message]));
}

/** Works off messages one after the other, each by itself as `workOff` does. */
export async function workOffEach(
  messages: readonly Message[],
  where: Work,
  failure: string,
  work: (message: Message) => Promise<void>,
): Promise<void> {
  for (const message of messages) await workOff(message, where, failure, () => work(message));
}

/**
 * Works off one message of a queue: acknowledged when `work` is done, asked for again after 2, 4, 8 … seconds, or a little less, when it throws. Never throws itself, as
 * that would repeat the whole batch. `failure`: the words of the log.
 */
export async function workOff(message: Message, { env, queue, log }: Work, failure: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    message.ack();
    count("queue_messages_total", { queue, outcome: "done" });
  } catch (error) {
    log.error(failure, error, { messageId: message.id, attempts: message.attempts });
    await keepLastError(env, queue, message, error).catch((fault: unknown) => log.error("an error could not be kept", fault));
    const backOff = Math.min(backOffSecondsMax, 2 ** message.attempts);
    message.retry({ delaySeconds: Math.ceil(backOff * (0.5 + Math.random() / 2)) });
    count("queue_messages_total", { queue, outcome: "failed" });
  }
}
