import { MailMessage } from "../../contracts/events.ts";
import { Logger } from "../platform/log.ts";
import { workOff } from "../platform/work-off.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { deliverMail } from "./deliver-mail.ts";

/** Works off the `emails` queue. Each message stands for itself, and none makes this throw: that would repeat the whole batch. */
export async function mailQueue(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => handle(message, batch.queue, env)));
}

const handle = (message: Message, queue: string, env: Env): Promise<void> =>
  workOff(message, new Logger(env.LOG_LEVEL), "a mail could not be sent", async () => {
    const mail = MailMessage.safeParse(message.body);
    // Trying a malformed message again would only delay where it must go.
    if (mail.success) await deliverMail(env, mail.data);
    else await keepDeadLetter(env, queue, message);
  });
