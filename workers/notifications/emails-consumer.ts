import { MailMessage } from "../../contracts/events.ts";
import { Logger } from "../platform/log.ts";
import { workOff } from "../platform/work-off.ts";
import { keepDeadLetter } from "./dead-letters.ts";
import { deliverMails } from "./deliver-mail.ts";
import { MailRefused } from "./mail-refused.ts";
import { TransportLate } from "./transport-late.ts";

/**
 * Works off the `emails` queue. Each message is answered by itself, and none makes this throw: that would repeat the whole batch. A mail whose
 * transport is away is put into the queue anew with a delay: the attempts after which a message is given up are for what is wrong with the mail.
 */
export async function mailQueue(batch: MessageBatch, env: Env, now: () => number = Date.now): Promise<void> {
  const keys = batch.messages.flatMap(({ body }) => MailMessage.safeParse(body).data?.key ?? []);
  const delivered = deliverMails(env, keys, now);
  // Whoever works off a message waits for it, and hears of it if D1 was away.
  delivered.catch(() => {});
  await Promise.all(batch.messages.map((message) => handle(message, batch.queue, env, delivered)));
}

const handle = (message: Message, queue: string, env: Env, delivered: Promise<Map<string, Error>>): Promise<void> =>
  workOff(message, { env, queue, log: new Logger(env.LOG_LEVEL) }, "a mail could not be sent", async () => {
    const mail = MailMessage.safeParse(message.body);
    // Trying a malformed message again would only delay where it must go.
    if (!mail.success) return keepDeadLetter(env, queue, message, "it is no mail");
    const fault = (await delivered).get(mail.data.key);
    if (fault instanceof TransportLate) await postpone(env, mail.data, fault);
    // It would be refused again.
    else if (fault instanceof MailRefused && fault.verdict === "refused") await keepDeadLetter(env, queue, message, fault.message);
    else if (fault !== undefined) throw fault;
  });

async function postpone(env: Env, mail: MailMessage, { delaySeconds }: TransportLate): Promise<void> {
  new Logger(env.LOG_LEVEL).warn("a mail waits for its transport", { key: mail.key, delaySeconds });
  await env.EMAILS.send(mail, { delaySeconds });
}
