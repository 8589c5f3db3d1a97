import { callDependency } from "../../platform/outgoing.ts";
import { MailRefused } from "../mail-refused.ts";
import { mimeMessage } from "../mime/mime-message.ts";
import type { MailTransport, OutgoingMail } from "../transport.ts";
import { awayBecauseOf } from "../transport-away.ts";
import { smtpAddressOf } from "./smtp-address.ts";
import { SmtpConnection } from "./smtp-connection.ts";

/**
 * Sends by SMTP, through the circuit breaker `mail`: one mail after the other over one connection, which is opened for the first and anew after one that ended
 * badly. A server keeps no key: one that took a mail without our hearing of it gets it again, under the same Message-ID.
 */
export function smtpTransport(): MailTransport {
  let connection: SmtpConnection | null = null;
  return {
    takesAttachments: true,
    takesKeyOnce: false,
    async send(ctx, mail) {
      const message = written(mail, ctx.now());
      const address = smtpAddressOf(ctx.env);
      try {
        await callDependency(ctx, "mail", async (signal) => {
          signal.addEventListener("abort", () => connection?.close());
          if (!connection?.isOpen) connection = await SmtpConnection.open(address, ownNameOf(mail), signal);
          await connection.deliver(mail.from.address, mail.to, message);
        });
      } catch (error) {
        if (error instanceof MailRefused) throw error;
        connection?.close();
        throw awayBecauseOf(error);
      }
    },
    close: async () => connection?.quit(),
  };
}

/** What cannot be written as a mail can be sent by nobody. */
function written(mail: OutgoingMail, at: number): string {
  try {
    return mimeMessage(mail, at);
  } catch (error) {
    throw new MailRefused("refused", error instanceof Error ? error.message : String(error));
  }
}

/** The name by which we greet: the domain that mails are from. */
const ownNameOf = ({ from: { address } }: OutgoingMail): string => address.slice(address.lastIndexOf("@") + 1);
