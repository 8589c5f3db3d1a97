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
  /** Resolves once the mail is taken for good; throws if it was not, and then it may be handed over again. */
  send(mail: OutgoingMail): Promise<void>;
}

/** The transport that this environment sends by, or null if none is configured. Only a laptop has the mailbox. */
export const transportOf = (env: Env): MailTransport | null => (env.ENVIRONMENT === "local" ? mailboxTransport(env) : null);
