import type { Logger } from "./log.ts";

const backOffSecondsMax = 300;

/**
 * Works off one message of a queue: acknowledged when `work` is done, asked for again after 2, 4, 8 … seconds when it throws. Never throws itself, as
 * that would repeat the whole batch. `failure`: the words of the log.
 */
export async function workOff(message: Message, log: Logger, failure: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    message.ack();
  } catch (error) {
    log.error(failure, error, { messageId: message.id, attempts: message.attempts });
    message.retry({ delaySeconds: Math.min(backOffSecondsMax, 2 ** message.attempts) });
  }
}
