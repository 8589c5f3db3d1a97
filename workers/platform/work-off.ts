import type { Logger } from "./log.ts";
import { keepLastError } from "./message-errors.ts";
import { count } from "./telemetry.ts";

const backOffSecondsMax = 300;

/**
 * Works off one message of a queue: acknowledged when `work` is done, asked for again after 2, 4, 8 … seconds, or a little less, when it throws. Never throws itself, as
 * that would repeat the whole batch. `failure`: the words of the log.
 */
export async function workOff(
  message: Message,
  { env, queue, log }: { env: Env; queue: string; log: Logger },
  failure: string,
  work: () => Promise<void>,
): Promise<void> {
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
