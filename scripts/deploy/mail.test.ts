import { describe, expect, it } from "vitest";
import { problemsOfMail } from "./mail.ts";

describe("how a deployment sends mails", () => {
  it.each([
    ["the local mailbox", { MAIL_TRANSPORT: "mailbox" }, /MAIL_TRANSPORT is “mailbox”/],
    ["SMTP without a server", { MAIL_TRANSPORT: "smtp" }, /no SMTP_URL/],
    ["an API without an address", { MAIL_TRANSPORT: "http" }, /no MAIL_API_URL/],
    ["a mail server on this machine", { SMTP_URL: "smtp://127.0.0.1:1025" }, /public host/],
    ["a mail server in a private network", { SMTP_URL: "smtps://user:secret-word@mail.corp:465" }, /public host/],
    ["a mail server by its number", { SMTP_URL: "smtps://mail.0x7f.1" }, /public host/],
    ["something else than SMTP", { SMTP_URL: "https://smtp.example.com" }, /SMTP_URL/],
    ["a password that is not encoded", { SMTP_URL: "smtps://user:a/b@smtp.example.com" }, /%-encoded/],
    ["a webhook secret of another kind", { MAIL_WEBHOOK_SECRET: "secret" }, /MAIL_WEBHOOK_SECRET/],
  ])("refuses %s, and shows no password", (_what, environment: Record<string, string>, problem) => {
    const { MAIL_TRANSPORT, ...secrets } = environment;
    const problems = problemsOfMail({ MAIL_TRANSPORT }, { environment: secrets, deployedSecrets: [] }).join("\n");
    expect(problems).toMatch(problem);
    expect(problems).not.toContain("secret-word");
  });

  it.each(["smtps://user:pass@smtp.example.com:465", "smtp://smtp.example.com", "smtps://us%40er:p%2Fw@Mail-1.Example.co.uk/"])(
    "may be %s",
    (SMTP_URL) => {
      expect(problemsOfMail({}, { environment: { SMTP_URL }, deployedSecrets: [] })).toEqual([]);
    },
  );
});
