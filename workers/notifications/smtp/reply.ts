/** What a server says to a command (RFC 5321, section 4.2). `enhanced`: e.g. `5.1.1` (RFC 3463), or null. `lines`: without their numbers. */
export interface SmtpReply {
  code: number;
  enhanced: string | null;
  lines: string[];
}

/** What a reply may come to before we take the server for something else. */
const replyCharsMax = 64 * 1024;

/**
 * The first reply in what has been received, with what comes after it, or null while it is not whole. Throws for what is no reply, and for one without end.
 */
export function readReply(received: string): { reply: SmtpReply; rest: string } | null {
  const lines: string[] = [];
  let code = "";
  for (let at = 0; ; ) {
    const end = received.indexOf("\n", at);
    if (end === -1) {
      if (received.length > replyCharsMax) throw new Error("the mail server's reply has no end");
      return null;
    }
    const line = received.slice(at, end).replace(/\r$/, "");
    at = end + 1;
    const [, digits = "", sign = "", text = ""] = /^([2-5]\d\d)(?:([ -])(.*))?$/.exec(line) ?? [];
    if (digits === "" || (code !== "" && digits !== code)) throw new Error("the mail server does not speak SMTP");
    code = digits;
    lines.push(text);
    if (sign !== "-") return { reply: { code: Number(code), enhanced: enhancedIn(lines), lines }, rest: received.slice(at) };
  }
}

const enhancedIn = ([first = ""]: readonly string[]): string | null => /^([245]\.\d{1,3}\.\d{1,3})(?= |$)/.exec(first)?.[1] ?? null;

/** A reply for logs: its first line, short, with nobody's address in it. */
export const shownReply = ({ code, lines: [first = ""] }: SmtpReply): string =>
  `${code} ${first.replaceAll(/[^\s<>]+@[^\s<>]+/g, "…@…").slice(0, 200)}`.trim();
