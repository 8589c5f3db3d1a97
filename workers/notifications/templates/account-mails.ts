import { z } from "zod";
import { CodeMail, PasswordChangedMail } from "../../../contracts/mails.ts";
import type { MailContent } from "./mail-content.ts";

/** What a mail with a code is rendered from: its payload, with the code in place of the id that the code is made from. */
export const ShownCodeMail = CodeMail.omit({ codeId: true }).extend({ code: z.string().regex(/^\d{6}$/) });

interface Words {
  subject: string;
  heading: string;
  /** Above the code and below it. */
  before: string;
  after: string;
  reason: string;
}

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

/** A mail with a code, on three occasions. */
export function codeMail(kind: keyof typeof wordsOf, payload: unknown): MailContent {
  const { name, code, expiresAt } = ShownCodeMail.parse(payload);
  const { before, after, ...words } = wordsOf[kind](name);
  const note = `It is good for 10 minutes, until ${expiresAt.slice(11, 16)} UTC.`;
  return {
    ...words,
    blocks: [
      { block: "code", before, code, note },
      { block: "said", lines: [after] },
    ],
  };
}

/** The mail that says a password is another one now. */
export function passwordChangedMail(payload: unknown): MailContent {
  const { name, changedAt } = PasswordChangedMail.parse(payload);
  return {
    subject: "Your password was changed",
    heading: `${name}, your password was changed.`,
    blocks: [
      {
        block: "said",
        lines: [`On ${changedAt.slice(0, 10)} at ${changedAt.slice(11, 16)} UTC.`, "Whoever was signed in elsewhere is signed out."],
      },
      { block: "said", lines: ["If that was not you, set a new password at once, with “Forgot your password?” where you log in."] },
    ],
    reason: "You get this mail because it concerns the safety of your account.",
  };
}
