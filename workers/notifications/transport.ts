import type { AskingCtx } from "../platform/breaker-permits.ts";
import { httpTransport } from "./http-transport.ts";
import { mailboxTransport } from "./mailbox-transport.ts";

export interface OutgoingMail {
  /** One key is one mail: a transport that has taken it takes it again without sending a second one. */
  messageKey: string;
  kind: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

export interface MailTransport {
  /** Resolves once the mail is taken for good; throws if it was not, and then it may be handed over again. `TransportAway`: any mail would have failed. */
  send(ctx: AskingCtx, mail: OutgoingMail): Promise<void>;
}

/**
 * The transport that this environment sends by, or null if none is configured: the provider's API wherever its address is set, else on a laptop
 * the mailbox.
 */
export function transportOf({ MAIL_API_URL, ENVIRONMENT }: Env): MailTransport | null {
  if (MAIL_API_URL !== "") return httpTransport;
  return ENVIRONMENT === "local" ? mailboxTransport : null;
}
