import type { Verdict } from "../mail-refused.ts";
import type { SmtpReply } from "./reply.ts";

/** What a reply may be to. */
export type SmtpStep = "greeting" | "hello" | "starttls" | "auth" | "sender" | "recipient" | "data" | "content" | "reset" | "quit";

const expected: Record<SmtpStep, RegExp> = {
  greeting: /^220$/,
  hello: /^250$/,
  starttls: /^220$/,
  auth: /^(235|334)$/,
  sender: /^250$/,
  recipient: /^25[01]$/,
  data: /^354$/,
  content: /^250$/,
  reset: /^250$/,
  quit: /^221$/,
};

/** The steps whose reply is about this one mail. What a server says before them, it would say of any. */
const ofMail: readonly SmtpStep[] = ["recipient", "data", "content"];

/**
 * What a reply at a step means: `ok`, a verdict on this mail, or `away`: the server takes nothing now, or nothing from us. An address bounces only where the
 * server says so by an enhanced code (RFC 3463: 5.1.x but for the sender's own, and 5.2.1); 550 alone is said of many things.
 */
export function judgeReply(step: SmtpStep, { code, enhanced }: SmtpReply): "ok" | "away" | Verdict {
  if (expected[step].test(String(code))) return "ok";
  // 421: it closes the connection. x.3.x: of the mail system itself.
  if (!ofMail.includes(step) || code === 421 || code < 400 || enhanced?.startsWith("4.3.")) return "away";
  if (code < 500) return "later";
  const nobody = step === "recipient" && enhanced !== null && /^5\.(1\.(?![78]$)\d+|2\.1)$/.test(enhanced);
  return nobody ? "bounced" : "refused";
}
