import type { FC } from "hono/jsx";
import { z } from "zod";
import { CodeMail, type PasswordChangedMail } from "../../contracts/mails.ts";
import { Block, MailPage, normal, small } from "./mail-page.tsx";

/** What a mail with a code is rendered from: its payload, with the code in place of the id that the code is made from. */
export const ShownCodeMail = CodeMail.omit({ codeId: true }).extend({ code: z.string().regex(/^\d{6}$/) });
type ShownCodeMail = z.infer<typeof ShownCodeMail>;

interface Words {
  subject: string;
  heading: string;
  /** Above the code and below it. */
  before: string;
  after: string;
  reason: string;
}

const minutes = "It is good for 10 minutes";

const wordsOf = {
  welcome: (name: string): Words => ({
    subject: "Welcome to Marquee",
    heading: `Welcome, ${name}.`,
    before: "Your account is ready. This code verifies your e-mail address:",
    after: "Enter it in your account. You can book without it, too.",
    reason:
      "You get this mail because an account was made with this address. If that was not you, do nothing: the code goes stale by itself.",
  }),
  "verify-email": (name: string): Words => ({
    subject: "Verify your e-mail address",
    heading: `${name}, here is your code.`,
    before: "It verifies your e-mail address:",
    after: "Enter it in your account. Codes of earlier mails are no longer good.",
    reason: "You get this mail because a code was asked for with this address. If that was not you, do nothing.",
  }),
  "reset-password": (name: string): Words => ({
    subject: "Set a new password",
    heading: `${name}, here is your code.`,
    before: "It lets you set a new password:",
    after: "Enter it where you asked for it, and give it to nobody: we never ask for it. Codes of earlier mails are no longer good.",
    reason:
      "You get this mail because somebody forgot the password of the account with this address. If that was not you, do nothing: your password stays.",
  }),
};

/** A mail with a code, in three occasions. */
export function renderCodeMail(kind: keyof typeof wordsOf, { name, code, expiresAt }: ShownCodeMail) {
  const words = wordsOf[kind](name);
  const until = `${minutes}, until ${expiresAt.slice(11, 16)} UTC.`;
  return {
    subject: words.subject,
    html: `<!doctype html>${<CodePage words={words} code={code} until={until} />}`,
    text: [words.heading, "", words.before, "", code, "", until, words.after, "", words.reason, ""].join("\n"),
  };
}

const CodePage: FC<{ words: Words; code: string; until: string }> = ({ words, code, until }) => (
  <MailPage title={words.subject} heading={words.heading} reason={words.reason}>
    <Block>
      <p style={normal}>{words.before}</p>
      <p style="margin: 8px 0; font-size: 40px; line-height: 48px; font-weight: 700; letter-spacing: 6px">{code}</p>
      <p style={small}>{until}</p>
    </Block>
    <Block>
      <p style={normal}>{words.after}</p>
    </Block>
  </MailPage>
);

/** The mail that says a password is another one now. */
export function renderPasswordChangedMail({ name, changedAt }: PasswordChangedMail) {
  const subject = "Your password was changed";
  const heading = `${name}, your password was changed.`;
  const at = `On ${changedAt.slice(0, 10)} at ${changedAt.slice(11, 16)} UTC.`;
  const what = "Whoever was signed in elsewhere is signed out.";
  const otherwise = "If that was not you, set a new password at once, with “Forgot your password?” where you log in.";
  const reason = "You get this mail because it concerns the safety of your account.";
  return {
    subject,
    html: `<!doctype html>${(
      <MailPage title={subject} heading={heading} reason={reason}>
        <Block>
          <p style={normal}>{at}</p>
          <p style={normal}>{what}</p>
        </Block>
        <Block>
          <p style={normal}>{otherwise}</p>
        </Block>
      </MailPage>
    )}`,
    text: [heading, "", at, what, "", otherwise, "", reason, ""].join("\n"),
  };
}
