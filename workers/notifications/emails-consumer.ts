import { MailMessage } from "../../contracts/events.ts";
import { Logger } from "../platform/log.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { deliverMail } from "./deliver-mail.ts";

const backOffSecondsMax = 300;
/** 2, 4, 8 … seconds after the first, second, third attempt. */
const backOff = (attempts: number): number => Math.min(backOffSecondsMax, 2 ** attempts);

/** Works off the `emails` queue. Each message stands for itself, and none makes this throw: that would repeat the whole batch. */
export async function mailQueue(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => handle(message, batch.queue, env)));
}

async function handle(message: Message, queue: string, env: Env): Promise<void> {
  try {
    const mail = MailMessage.safeParse(message.body);
    // Trying a malformed message again would only delay where it must go.
    if (mail.success) await deliverMail(env, mail.data);
    else await keepDeadLetter(env, queue, message);
    message.ack();
  } catch (error) {
    new Logger(env.LOG_LEVEL).error("a mail could not be sent", error, { messageId: message.id, attempts: message.attempts });
    message.retry({ delaySeconds: backOff(message.attempts) });
  }
}
