type Strings = Readonly<Record<string, string | undefined>>;

interface MailFacts {
  environment: Strings;
  deployedSecrets: readonly string[];
}

const httpsUrl = /^https:\/\/[^/\s@:]+\//;
const smtpUrl = /^smtps?:\/\/(?:[^\s/@:]+:[^\s/@]*@)?([^\s/@:?#]+)(?::\d{1,5})?\/?$/i;
/** A name with a dot that is not this machine's or a private network's, as the Worker's own guard has it (`workers/platform/outgoing.ts`). */
const publicName =
  /^(?=.*\.)(?!.*\.(?:local|localhost|internal|intranet|lan|home|corp|private|arpa|test|invalid|onion)$)[a-z0-9.-]*\.[a-z][a-z0-9-]*$/i;
const transports = ["", "http", "smtp", "cloudflare"];

/** What is wrong with how a deployment is to send mails. */
export function problemsOfMail(vars: Strings, facts: MailFacts): string[] {
  const problems: string[] = [];
  const { MAIL_TRANSPORT: transport = "", MAIL_API_URL: api } = vars;
  const { SMTP_URL: smtp, MAIL_WEBHOOK_SECRET: webhook } = facts.environment;
  if (!transports.includes(transport))
    problems.push(`MAIL_TRANSPORT is “${transport}”: in a deployment it is http, smtp, cloudflare or empty.`);
  if (api && !httpsUrl.test(api)) problems.push(`MAIL_API_URL is “${api}”: it is an https address such as https://api.resend.com/emails.`);
  // Its value has a password in it.
  if (smtp && !publicName.test(smtpUrl.exec(smtp)?.[1] ?? ""))
    problems.push(
      "SMTP_URL is not smtps://user:password@host:465, or smtp://…:587, with a public host; in user and password all but letters and digits is %-encoded.",
    );
  if (webhook && !/^whsec_[A-Za-z0-9+/=]{32,}$/.test(webhook))
    problems.push("MAIL_WEBHOOK_SECRET is not whsec_ and at least 24 bytes in base64.");
  if (transport === "http" && !api) problems.push("MAIL_TRANSPORT is http, and there is no MAIL_API_URL.");
  if (transport === "smtp" && !hasSmtp(facts)) problems.push("MAIL_TRANSPORT is smtp, and there is no SMTP_URL.");
  return problems;
}

/** Whether a deployment can send mails at all. */
export const hasMailTransport = ({ MAIL_TRANSPORT, MAIL_API_URL }: Strings, facts: MailFacts): boolean =>
  Boolean(MAIL_TRANSPORT || MAIL_API_URL) || hasSmtp(facts);

const hasSmtp = ({ environment, deployedSecrets }: MailFacts): boolean =>
  Boolean(environment.SMTP_URL) || deployedSecrets.includes("SMTP_URL");
