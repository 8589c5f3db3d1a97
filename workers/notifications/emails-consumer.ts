import { MailMessage } from "../../contracts/events.ts";
import { Logger } from "../platform/log.ts";
import { workOff } from "../platform/work-off.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { deliverMail, TransportLate } from "./deliver-mail.ts";

/**
 * Works off the `emails` queue. Each message stands for itself, and none makes this throw: that would repeat the whole batch. A mail whose transport is
 * away is put into the queue anew with a delay: the attempts after which a message is given up are for what is wrong with the mail.
 */
export async function mailQueue(batch: MessageBatch, env: Env, now: () => number = Date.now): Promise<void> {
  await Promise.all(batch.messages.map((message) => handle(message, batch.queue, env, now)));
}

const handle = (message: Message, queue: string, env: Env, now: () => number): Promise<void> =>
  workOff(message, { env, queue, log: new Logger(env.LOG_LEVEL) }, "a mail could not be sent", async () => {
    const mail = MailMessage.safeParse(message.body);
    // Trying a malformed message again would only delay where it must go.
    if (mail.success) await deliverOrPostpone(env, mail.data, now);
    else await keepDeadLetter(env, queue, message, "it is no mail");
  });

async function deliverOrPostpone(env: Env, mail: MailMessage, now: () => number): Promise<void> {
  try {
    await deliverMail(env, mail, now);
  } catch (error) {
    if (!(error instanceof TransportLate)) throw error;
    const { delaySeconds } = error;
    new Logger(env.LOG_LEVEL).warn("a mail waits for its transport", { key: mail.key, delaySeconds });
    await env.EMAILS.send(mail, { delaySeconds });
  }
}
