import type { AskingCtx } from "../platform/breaker-permits.ts";
import type { Sender } from "./brands.ts";
import { cloudflareTransport } from "./cloudflare-transport.ts";
import { httpTransport } from "./http-transport.ts";
import { mailboxTransport } from "./mailbox-transport.ts";
import { smtpTransport } from "./smtp/smtp-transport.ts";

/** A file that goes with a mail. `contentId`: without angle brackets; the HTML shows it as `cid:…`. */
export interface Attachment {
  filename: string;
  mediaType: string;
  content: Uint8Array;
  contentId?: string;
}

export interface OutgoingMail {
  /** One key is one mail: a transport that keeps keys takes it again without sending a second one. */
  messageKey: string;
  kind: string;
  to: string;
  from: Sender;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: readonly Attachment[];
}

export interface MailTransport {
  /** Whether it wants the files that go with a mail; the mailbox makes them when somebody looks. */
  takesAttachments: boolean;
  /** Whether one key is one mail to it. To one that keeps no keys each mail is handed over by one consumer, and marked, by itself. */
  takesKeyOnce: boolean;
  /**
   * Resolves once the mail is taken for good; throws if it was not, and then it may be handed over again. `TransportAway`: any mail would have failed;
   * `MailRefused`: this one was not taken, for good or for now.
   */
  send(ctx: AskingCtx, mail: OutgoingMail): Promise<void>;
  /** Lets go of what it holds open. Never throws. */
  close(): Promise<void>;
}

type TransportSettings = Pick<Env, "ENVIRONMENT" | "MAIL_TRANSPORT" | "MAIL_API_URL" | "SMTP_URL">;

/** How this environment sends mails, or null if it cannot: by MAIL_TRANSPORT; where that is empty, by what has an address; else on a laptop the mailbox. */
export function transportNameOf({ ENVIRONMENT, MAIL_TRANSPORT, MAIL_API_URL, SMTP_URL }: TransportSettings): TransportName | null {
  const byAddress = MAIL_API_URL !== "" ? "http" : SMTP_URL ? "smtp" : "mailbox";
  const name = MAIL_TRANSPORT === "" ? byAddress : MAIL_TRANSPORT;
  if (!isTransportName(name) || !usable[name]({ ENVIRONMENT, MAIL_API_URL, SMTP_URL })) return null;
  return name;
}

/** A transport for one batch of mails, which its owner closes, or null if none is configured. */
export function openTransport(env: Env): MailTransport | null {
  const name = transportNameOf(env);
  return name === null ? null : transports[name]();
}

const transports = {
  mailbox: mailboxTransport,
  http: () => httpTransport,
  smtp: smtpTransport,
  cloudflare: () => cloudflareTransport,
} satisfies Record<string, () => MailTransport>;
type TransportName = keyof typeof transports;

const isTransportName = (name: string): name is TransportName => Object.hasOwn(transports, name);

/** A deployment has a secret that was not given not at all. */
const usable: Record<TransportName, (settings: Omit<TransportSettings, "MAIL_TRANSPORT">) => boolean> = {
  mailbox: ({ ENVIRONMENT }) => ENVIRONMENT === "local",
  http: ({ MAIL_API_URL }) => MAIL_API_URL !== "",
  smtp: ({ SMTP_URL }) => Boolean(SMTP_URL),
  cloudflare: () => true,
};
